import { join } from 'node:path';
import { DEFAULT_MAX_TOKENS } from '../../cost/index.ts';
import { PartialError } from '../../errors.ts';
import { type InferenceDocument, infer } from '../../infer/index.ts';
import type { Dataset, Endpoint } from '../../model/artifacts.ts';
import { readDataset, splitDocuments } from '../../prepare/index.ts';
import type { ArtifactName } from '../../run/index.ts';
import { forward } from '../forward.ts';
import { missing } from '../missing-artifact.ts';
import { abortable, type PipelineStep, type StepContext, type StepEvent } from '../pipeline-step.ts';
import { baseModelOf } from './models.ts';

/** Above this share of failed calls there is nothing to compare. */
const MAX_FAILED_SHARE = 0.05;

export const inferStep: PipelineStep = {
  name: 'infer',
  wanted: () => true,
  isDone: ({ run }) => run.has('comparison'),
  async *run(context) {
    const dataset = await readDataset(context.run.file('dataset'));
    const endpoint = await context.run.read<Endpoint>('endpoint');
    if (!endpoint) throw missing('endpoint');
    const documents = heldOut(dataset);
    const [baseId = ''] = baseModelOf(context.recipe).inferenceIds;
    yield* askAll('base', baseId, 'basePredictions', documents, dataset, context);
    yield* askAll('tuned', endpoint.arn, 'tunedPredictions', documents, dataset, context);
    return `${documents.length} held-out documents asked of both models`;
  },
};

const heldOut = (dataset: Dataset): InferenceDocument[] =>
  splitDocuments(dataset, 'test').map(({ id, image }) => ({ document: id, image: join(dataset.folder, image) }));

async function* askAll(
  model: 'base' | 'tuned',
  modelId: string,
  artifact: ArtifactName,
  documents: readonly InferenceDocument[],
  dataset: Dataset,
  context: StepContext,
): AsyncGenerator<StepEvent, void> {
  const { recipe, run, cloud } = context;
  const work = infer(
    documents,
    {
      modelId,
      prompts: dataset.manifest.prompts,
      parameters: { maxTokens: recipe.maxTokens ?? DEFAULT_MAX_TOKENS, temperature: 0 },
      predictionsFile: run.file(artifact),
      ...(recipe.concurrency !== undefined && { concurrency: recipe.concurrency }),
      ...(recipe.requestsPerMinute !== undefined && { requestsPerMinute: recipe.requestsPerMinute }),
      ...abortable(context),
    },
    cloud,
  );
  let done = 0;
  const { failed } = yield* forward(work, (event): StepEvent => {
    done += 1;
    return { step: 'infer', model, done, documents: documents.length, event };
  });
  if (failed <= documents.length * MAX_FAILED_SHARE) return;
  throw new PartialError(
    'inference-incomplete',
    `${failed} of ${documents.length} documents got no answer from ${modelId}.`,
    {
      remedy: `Answers so far are kept in ${run.file(artifact)}; run again to ask for the rest.`,
      retryable: true,
    },
  );
}
