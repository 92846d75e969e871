import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTrainer, StandInError } from '../../../model/index.ts';
import { JobFailure } from '../job-failure.ts';
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
  const artifactFile = join(work.cloud.folder, artifactFileOf(work.job.modelArn));
  await mkdir(dirname(artifactFile), { recursive: true });
  try {
    return await recordTraining(work, startTrainer(work, artifactFile));
  } catch (error) {
    // The data cannot be learnt from: the user's business, unlike a trainer that dies.
    if (error instanceof StandInError) throw new JobFailure(error.message, { cause: error });
    throw error;
  }
}

function startTrainer({ cloud, job, signal }: JobWork, artifactFile: string): ReturnType<typeof runTrainer> {
  const workspace = workspaceOf(cloud, job);
  const { epochCount, learningRate, batchSize, learningRateWarmupSteps } = job.hyperparameters;
  return runTrainer(
    {
      examplesFile: workspace.training,
      ...(job.request.validationUris.length > 0 && { validationFile: workspace.validation }),
      artifactFile,
      hyperparameters: {
        epochCount: Number(epochCount),
        learningRate: Number(learningRate),
        batchSize: Number(batchSize),
        warmupSteps: Number(learningRateWarmupSteps),
        seed: SEED,
      },
    },
    { signal },
  );
}

/** Follows the training to its end and writes the metrics on the way. */
async function recordTraining(work: JobWork, events: ReturnType<typeof runTrainer>): Promise<TrainingOutcome> {
  const training: MetricsRow[] = [];
  const validation: MetricsRow[] = [];
  for await (const event of events) {
    work.signal.throwIfAborted();
    if (event.type === 'step') {
      training.push({ step: event.step, epoch: event.epoch, loss: event.trainingLoss });
      if (training.length % STEPS_PER_WRITE === 1) await writeMetrics(work, 'training', training);
    }
    // Step 0 is the base model, which the real file does not tell.
    if (event.type === 'validation' && event.step > 0) {
      validation.push({ step: event.step, epoch: event.epoch, loss: event.validationLoss });
    }
  }
  work.signal.throwIfAborted();
  await writeMetrics(work, 'training', training);
  if (work.job.request.validationUris.length > 0) await writeMetrics(work, 'validation', validation);
  return { trainingLoss: training.at(-1)?.loss, validationLoss: validation.at(-1)?.loss };
}
