import type { Abortable } from '../lib/abort.ts';
import type { Method } from '../model/nova.ts';

/** The job that is going to be asked for, as far as it is known. Without any of it the account and the machine are looked at. */
export interface DoctorInput {
  /** Short name, id or ARN. */
  readonly baseModel?: string;
  /** Default: told from the records, else `sft`. */
  readonly method?: Method;
  /** One `.jsonl` object, `s3://bucket/key.jsonl`. */
  readonly trainingDataUri?: string;
  readonly validationDataUri?: string;
  /** Prefix for the results. */
  readonly outputUri?: string;
  readonly roleArn?: string;
  /** Key of the custom model: id, ARN or `alias/…`. */
  readonly kmsKey?: string;
  readonly jobName?: string;
  readonly modelName?: string;
  /** Name of the deployment or throughput that is going to be made. */
  readonly endpointName?: string;
  /** A bucket that will be made when it is not there. */
  readonly newBucket?: string;
  /** Data set folder on this machine. */
  readonly datasetFolder?: string;
  /** Body of a CreateModelCustomizationJob request, e.g. what `job create --dry-run` printed. Its members fill in what is not given above. */
  readonly request?: unknown;
}

/** What only the surroundings of the process know. */
export interface MachineFacts {
  /** Without `v`, e.g. `20.19.0`. */
  readonly nodeVersion: string;
  /** Least version that novatune runs on. */
  readonly nodeNeeded: string;
  /** Folder that runs are written to; it, or a folder above it, exists. */
  readonly folder: string;
  /** Loads what reads text on images. Rejects when it is not there. */
  readonly loadReader: () => Promise<void>;
}

export interface DoctorOptions extends Abortable {
  /** Default: the machine is not looked at. */
  readonly machine?: MachineFacts;
  /** Files above this are judged by their beginning alone. Bytes. Default 32 MiB. */
  readonly mostBytes?: number;
  /** Images and other media that are looked up. Default 20, evenly over the records. */
  readonly mostMedia?: number;
  /** Checks at once. Default 6. */
  readonly concurrency?: number;
  /** Longest time of one check, milliseconds. Default 30,000. */
  readonly timeLimitMs?: number;
}
