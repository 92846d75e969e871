import type { JobDetails, UploadedDataset } from '../../model/artifacts.ts';
import { finishJob, readJobMetrics, type TrainEvent, train } from '../../train/index.ts';
import { forward } from '../forward.ts';
import { missing } from '../missing-artifact.ts';
import { runNames } from '../names.ts';
import type { PipelineStep, StepContext, StepEvent } from '../pipeline-step.ts';
import { jobOptions } from '../plan-requests.ts';
import { checkDataset } from './validate.ts';

export const trainStep: PipelineStep = {
  name: 'train',
  wanted: () => true,
  isDone: async ({ run }) => (await run.read<JobDetails>('job'))?.model_id !== undefined && run.has('metrics'),
  async *run(context) {
    const { run } = context;
    const details = yield* forward(
      (await resumeJob(context)) ?? (yield* submitJob(context)),
      (event) => ({ step: 'train', event }) as const,
      async (event) => {
        if (event.type === 'job-submitted') await run.write('job', event.details);
      },
    );
    return finish(details, context);
  },
};

type Training = AsyncGenerator<TrainEvent, JobDetails>;

const following = ({ recipe, signal }: StepContext) => ({
  ...(recipe.pollIntervalMs !== undefined && { follow: { pollIntervalMs: recipe.pollIntervalMs } }),
  ...(signal && { signal }),
});

/** A job that an earlier process has submitted is watched on: the service remembers client tokens for a while only. */
async function resumeJob(context: StepContext): Promise<Training | undefined> {
  const { run, cloud, signal } = context;
  const earlier = await run.read<JobDetails>('job');
  if (!earlier || !(await cloud.customizer.describe(earlier.job_arn, signal))) return undefined;
  return finishJob(earlier.job_arn, following(context), cloud);
}

async function* submitJob(context: StepContext): AsyncGenerator<StepEvent, Training> {
  const { recipe, run, cloud } = context;
  const dataset = yield* checkDataset(context);
  const uploaded = await run.read<UploadedDataset>('upload');
  if (!uploaded) throw missing('upload');
  return train(
    { dataset, uploaded },
    {
      ...jobOptions(recipe, dataset.manifest.counts.train),
      role: recipe.roleArn === undefined ? { create: runNames(recipe).role } : { arn: recipe.roleArn },
      ...following(context),
    },
    cloud,
  );
}

async function finish(details: JobDetails, context: StepContext): Promise<string> {
  const metrics = await readJobMetrics(
    { jobArn: details.job_arn, outputUri: details.output_uri },
    context.cloud,
    context.signal,
  );
  await context.run.write('metrics', metrics);
  await context.run.write('job', details);
  const losses = metrics.training.map(({ loss }) => loss);
  const [first] = losses;
  const last = losses.at(-1);
  return first === undefined || last === undefined
    ? `custom model ${details.model_name}`
    : `loss ${first.toFixed(2)} → ${last.toFixed(2)} over ${losses.length} steps`;
}
