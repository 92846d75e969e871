import { compare, evaluate } from '../../evaluate/index.ts';
import { readPredictions } from '../../infer/index.ts';
import type { Endpoint } from '../../model/artifacts.ts';
import { readDataset, splitDocuments } from '../../prepare/index.ts';
import { missing } from '../missing-artifact.ts';
import type { PipelineStep } from '../pipeline-step.ts';
import { actualCost, priceOf } from '../run-cost.ts';
import { baseModelOf } from './models.ts';

export const evaluateStep: PipelineStep = {
  name: 'evaluate',
  wanted: () => true,
  isDone: ({ run }) => run.has('comparison'),
  async *run(context) {
    const { run, recipe, prices } = context;
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
    const scoresOf = async (artifact: 'basePredictions' | 'tunedPredictions', modelId: string) => {
      const predictions = await readPredictions(run.file(artifact));
      // An endpoint that was made anew has left answers under its earlier name.
      const own = predictions.filter((prediction) => prediction.modelId === modelId);
      const cost = prices ? { priceOf: priceOf(modelId, baseModelOf(recipe).name, prices) } : {};
      return evaluate(truths, own, task, modelId, cost);
    };
    const base = await scoresOf('basePredictions', baseId);
    const tuned = await scoresOf('tunedPredictions', endpoint.arn);
    await run.write('baseScores', base);
    await run.write('tunedScores', tuned);
    const comparison = compare(base, tuned);
    if (prices) await run.write('actualCost', await actualCost(context, prices));
    await run.write('comparison', comparison);
    return comparison.sentence;
  },
};
