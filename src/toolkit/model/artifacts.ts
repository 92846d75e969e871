import type { DatasetManifest } from './dataset.ts';
import type { Finding } from './finding.ts';
import type { AnswerRoute, ShadowAnswer } from './rollout.ts';

/** A data set folder on disk. Made by `prepare`, or read back with `readDataset`. */
export interface Dataset {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: DatasetManifest;
}

declare const checked: unique symbol;

/** A data set without findings of severity `error`. Only `validate` makes one, so training on unchecked data does not compile. */
export interface CheckedDataset extends Dataset {
  readonly [checked]: true;
  readonly findings: readonly Finding[];
}

/** Marks a data set as checked. For `validate` alone. */
export function asChecked(dataset: Dataset, findings: readonly Finding[]): CheckedDataset {
  return { ...dataset, findings } as unknown as CheckedDataset;
}

/** Where a data set lies in S3. Written as `upload.json`. */
export interface UploadedDataset {
  readonly bucket: string;
  /** Without a leading, with a trailing slash. */
  readonly prefix: string;
  readonly trainingDataUri: string;
  readonly validationDataUri?: string;
  readonly outputUri: string;
  readonly objects: number;
  /** Bytes sent by this run; 0 when everything was there already. */
  readonly bytesSent: number;
}

/**
 * `job-details.json`: what is known about a customization job. Written before and after waiting.
 * Keys follow the reference guide; times are ISO 8601.
 */
export interface JobDetails {
  readonly job_arn: string;
  readonly job_name: string;
  readonly model_name: string;
  /** `InProgress`, `Completed`, `Failed`, `Stopping`, `Stopped`, or whatever a newer service says. */
  readonly status: string;
  readonly base_model: string;
  /** `FINE_TUNING`, `REINFORCEMENT_FINE_TUNING` or `DISTILLATION`, when the service has said so. */
  readonly customization_type?: string;
  readonly role_arn: string;
  readonly training_data_uri: string;
  readonly validation_data_uri?: string;
  readonly output_uri: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly creation_time: string;
  readonly end_time?: string;
  /** ARN of the custom model; absent until the job has completed. */
  readonly model_id?: string;
  readonly failure_message?: string;
  readonly phases?: Readonly<
    Record<'validation' | 'dataProcessing' | 'training', { readonly status: string; readonly since?: string }>
  >;
  readonly training_loss?: number;
  readonly validation_loss?: number;
}

/** Something a `modelId` can name for inference. Written as `deployment.json`. */
export interface Endpoint {
  readonly kind: 'deployment' | 'throughput';
  readonly arn: string;
  readonly name: string;
  /** ARN of the custom model behind it. */
  readonly modelArn: string;
  readonly status: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** When the cloud deletes it by itself, ISO 8601. Absent: never. */
  readonly deadline?: string;
}

/** One line of `predictions/<name>.jsonl`. Exactly one of `answer` and `error` is present. */
export interface Prediction {
  /** Document id in the data set, or the file name. */
  readonly document: string;
  /** sha256 of image, prompts, model id and parameters: the resume key. */
  readonly key: string;
  readonly modelId: string;
  /** The answer text as the model gave it. */
  readonly answer?: string;
  readonly stopReason?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Wall time of the successful call, milliseconds. */
  readonly latencyMs?: number;
  /** Calls made, retries included; 0 when nothing was asked. */
  readonly attempts: number;
  /** Answered without a call, from an earlier answer to the same question: tokens and latency are those of the call made then. */
  readonly cached?: true;
  /** Which of several models answered and why; absent when there was only one. */
  readonly route?: AnswerRoute;
  /** What another model answered beside it: recorded, never used. */
  readonly shadow?: ShadowAnswer;
}
