import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTrainer } from '../../../model/index.ts';
import { type MetricsRow, writeMetrics } from '../metrics-files.ts';
import { artifactFileOf, type JobWork, workspaceOf } from './job-work.ts';

/** The training metrics are written again after this many steps, so that a watcher sees the loss while it falls. */
const STEPS_PER_WRITE = 5;

/** The same job on the same data makes the same model. */
const SEED = 1;

/** Last losses of a finished training. */
export interface TrainingOutcome {
  readonly trainingLoss: number | undefined;
  readonly validationLoss: number | undefined;
}

/** Trains in a process of its own, leaves the artifact in the cloud's folder and the metrics in the user's bucket. */
export async function trainModel(work: JobWork): Promise<TrainingOutcome> {
  const { cloud, job, signal } = work;
  const workspace = workspaceOf(cloud, job);
  const artifactFile = join(cloud.folder, artifactFileOf(job.modelArn));
  await mkdir(dirname(artifactFile), { recursive: true });
  const events = runTrainer(
    {
      examplesFile: workspace.training,
      ...(job.request.validationUris.length > 0 && { validationFile: workspace.validation }),
      artifactFile,
      hyperparameters: {
        epochCount: Number(job.hyperparameters.epochCount),
        learningRate: Number(job.hyperparameters.learningRate),
        batchSize: Number(job.hyperparameters.batchSize),
        warmupSteps: Number(job.hyperparameters.learningRateWarmupSteps),
        seed: SEED,
      },
    },
    { signal },
  );
  const training: MetricsRow[] = [];
  const validation: MetricsRow[] = [];
  for await (const event of events) {
    signal.throwIfAborted();
    if (event.type === 'step') {
      training.push({ step: event.step, epoch: event.epoch, loss: event.trainingLoss });
      if (training.length % STEPS_PER_WRITE === 1) await writeMetrics(work, 'training', training);
    }
    // Step 0 is the base model, which the real file does not tell.
    if (event.type === 'validation' && event.step > 0) {
      validation.push({ step: event.step, epoch: event.epoch, loss: event.validationLoss });
    }
  }
  signal.throwIfAborted();
  await writeMetrics(work, 'training', training);
  if (job.request.validationUris.length > 0) await writeMetrics(work, 'validation', validation);
  return { trainingLoss: training.at(-1)?.loss, validationLoss: validation.at(-1)?.loss };
}
