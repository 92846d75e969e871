import { compare, evaluate } from '../../evaluate/index.ts';
import { readPredictions } from '../../infer/index.ts';
import type { Endpoint } from '../../model/artifacts.ts';
import { readDataset, splitDocuments } from '../../prepare/index.ts';
import { missing } from '../missing-artifact.ts';
import type { PipelineStep } from '../pipeline-step.ts';
import { baseModelOf } from './models.ts';

export const evaluateStep: PipelineStep = {
  name: 'evaluate',
  wanted: () => true,
  isDone: ({ run }) => run.has('comparison'),
  async *run({ run, recipe }) {
    const dataset = await readDataset(run.file('dataset'));
    const endpoint = await run.read<Endpoint>('endpoint');
    if (!endpoint) throw missing('endpoint');
    const truths = splitDocuments(dataset, 'test').map(({ id, label, group }) => ({
      document: id,
      label,
      ...(group !== undefined && { group }),
    }));
    const [baseId = ''] = baseModelOf(recipe).inferenceIds;
    const { task } = dataset.manifest;
    const base = evaluate(truths, await readPredictions(run.file('basePredictions')), task, baseId);
    const tuned = evaluate(truths, await readPredictions(run.file('tunedPredictions')), task, endpoint.arn);
    await run.write('baseScores', base);
    await run.write('tunedScores', tuned);
    const comparison = compare(base, tuned);
    await run.write('comparison', comparison);
    return comparison.sentence;
  },
};
