import type { Endpoint, JobDetails, Prediction } from '../model/artifacts.ts';
import type { DatasetManifest } from '../model/dataset.ts';
import { SFT_HYPERPARAMETERS } from '../model/nova.ts';
import { askedModels, type RunUse } from './actual-run.ts';
import type { Range } from './range.ts';
import { trainingTokens } from './tokens/dataset-tokens.ts';

/** What a run has left, as far as it has come. */
export interface RunArtifacts {
  /** Short name or id. */
  readonly baseModel: string;
  readonly manifest?: Pick<DatasetManifest, 'documents' | 'prompts' | 'task'>;
  readonly job?: JobDetails;
  readonly endpoint?: Pick<Endpoint, 'kind' | 'createdAt'>;
  /** Model units of throughput. Default 1. */
  readonly modelUnits?: number;
  readonly predictions: readonly Prediction[];
  /** When everything in the cloud was deleted, or now. Milliseconds since the epoch. */
  readonly until: number;
}

const MS_PER_HOUR = 3_600_000;
/** AWS counts 730 hours. */
const HOURS_PER_MONTH = 730;

/** Reads from a run's artifacts what has been billed. Pure. */
export function runUse(artifacts: RunArtifacts): RunUse {
  const { baseModel, job, endpoint, modelUnits, predictions, until } = artifacts;
  const training = trainingOf(artifacts);
  const hours = (since: string) => Math.max(0, until - Date.parse(since)) / MS_PER_HOUR;
  const kept = job?.model_id === undefined || job.end_time === undefined ? undefined : hours(job.end_time);
  const provisioned = endpoint?.kind === 'throughput' ? hours(endpoint.createdAt) : undefined;
  return {
    baseModel,
    asked: askedModels(predictions),
    ...(training && { training }),
    // Whether a begun month or hour is billed as a whole one is not published.
    ...(kept !== undefined && { storageMonths: begun(kept / HOURS_PER_MONTH) }),
    ...(provisioned !== undefined && {
      throughput: { hours: begun(provisioned), ...(modelUnits && { modelUnits }) },
    }),
  };
}

const begun = (time: number): Range => ({ low: time, high: Math.ceil(time) });

/** A job that ended before its training began costs nothing; one that was broken off costs some part. */
function trainingOf({ manifest, job }: RunArtifacts): RunUse['training'] {
  if (!manifest || !job) return undefined;
  const training = job.phases?.training?.status ?? 'NotStarted';
  if (job.status !== 'Completed' && training === 'NotStarted') return undefined;
  const tokens = trainingTokens(manifest);
  const asked = Number(job.hyperparameters.epochCount);
  const epochs = asked > 0 ? asked : SFT_HYPERPARAMETERS.epochCount.default;
  return { tokens: job.status === 'Completed' ? tokens : { low: 0, high: tokens.high }, epochs };
}
