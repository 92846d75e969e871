import type { Readable } from 'node:stream';
import type { PageReader } from '../../pages/index.ts';
import type { JobFaults } from '../faults/fault-switches.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';

/** An object in the local cloud's own store, as other services see it. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

/** S3 seen from inside the cloud: what a Bedrock job does on the user's bucket. Permissions are the caller's business. */
export interface ObjectStore {
  /** Owner and region of a bucket, or undefined when it does not exist. */
  bucket(name: string): { readonly accountId: string; readonly region: string } | undefined;
  head(bucket: string, key: string): StoredObject | undefined;
  /** Streams one object; throws ServiceError `NoSuchKey`. */
  read(bucket: string, key: string): Readable;
  /** Absolute path of the file that holds the object's bytes. Valid until the object is replaced or deleted. */
  path(bucket: string, key: string): string | undefined;
  write(
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array> | Uint8Array | string,
    contentType: string,
  ): Promise<StoredObject>;
  list(bucket: string, prefix: string): Iterable<StoredObject>;
  delete(bucket: string, key: string): void;
}

/** A role that a service has assumed. */
export interface ServiceSession {
  readonly roleArn: string;
  /**
   * Evaluates the role's identity policies (explicit deny wins).
   * @param conditions values for condition keys, e.g. `{ 's3:prefix': 'data/' }`.
   */
  isAllowed(action: string, resourceArn: string, conditions?: Readonly<Record<string, string>>): boolean;
}

/** IAM seen from inside the cloud. */
export interface RoleAuthority {
  /**
   * Assumes `roleArn` on behalf of a service principal, as Bedrock does with a job's role: the role must exist, its trust policy must
   * allow `servicePrincipal` under `conditions` (`aws:SourceAccount`, `aws:SourceArn`), and it must be older than the propagation delay.
   * @returns undefined when the role cannot be assumed, for whatever reason: the service does not say why either.
   */
  assumeForService(
    roleArn: string,
    servicePrincipal: string,
    conditions: Readonly<Record<string, string>>,
  ): ServiceSession | undefined;
}

/** A change that a service tells the default event bus. */
export interface ServiceEvent {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** e.g. `aws.bedrock`. */
  readonly source: string;
  /** e.g. `Batch Inference Job State Change`. */
  readonly detailType: string;
  /** ARNs of what changed. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** EventBridge seen from inside the cloud. */
export interface ServiceEvents {
  /**
   * Matches the rules and stores the messages for their targets. Call it inside the transaction that makes the change:
   * both are then kept together or not at all, so that a message goes out exactly once. Never throws.
   */
  emit(event: ServiceEvent): void;
}

/** One moment's values of metrics that share their dimensions. */
export interface MetricSample {
  readonly accountId: string;
  readonly region: string;
  /** e.g. `AWS/Bedrock`. */
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** By metric name; units are CloudWatch's, e.g. `Count`, `Milliseconds`. */
  readonly values: Readonly<Record<string, { readonly value: number; readonly unit: string }>>;
}

/** CloudWatch seen from inside the cloud. */
export interface ServiceMetrics {
  /** Adds one value to each metric, at the clock's time. */
  record(sample: MetricSample): void;
}

/** Delays and quotas of the emulated services. All settable, so a rehearsal can be as slow as AWS or as quick as a test. */
export interface CloudSettings {
  /** Account of access keys that do not name one. 12 digits. Default 111122223333. */
  readonly accountId: string;
  /** A new or changed role is not assumable for this long. Milliseconds. Default 1500. */
  readonly rolePropagationMs: number;
  /** A deployment is `Creating` for this long. Milliseconds. Default 2000. AWS: minutes. */
  readonly deploymentDelayMs: number;
  /** Provisioned throughput is `Creating` or `Updating` for this long. Milliseconds. Default 3000. AWS: tens of minutes. */
  readonly throughputDelayMs: number;
  /** Lower bound of each phase of a customization job. Milliseconds. Default 300. */
  readonly jobPhaseMs: number;
  /** No-commitment model units for custom models. Default 2. AWS: 0 until granted. */
  readonly noCommitmentModelUnits: number;
  /** Custom models per account and region. Default 100. */
  readonly customModels: number;
  /** Deployments being created at once. Default 2. */
  readonly deploymentsInCreation: number;
  /** Customization jobs in progress at once; further ones are refused with ServiceQuotaExceededException. Default 4. */
  readonly jobsInProgress: number;
  /** Requests to one model id per minute; further ones are refused with ThrottlingException. Default 0: no limit. */
  readonly requestsPerMinute: number;
  /** Tokens of one model id per minute; input and `maxTokens` are reserved when a request comes. Default 0: no limit. */
  readonly tokensPerMinute: number;
  /** Added to the time every answer of a model takes. Milliseconds. Default 0. */
  readonly answerDelayMs: number;
  /** Fewest records of a batch inference job. Default 100, AWS's quota. */
  readonly batchMinimumRecords: number;
  /** Largest input file of a batch inference job. Bytes. Default 1 GiB. */
  readonly batchFileBytes: number;
  /** Largest input of a batch inference job, all files together. Bytes. Default 5 GiB. */
  readonly batchJobBytes: number;
  /** Batch inference jobs of one model that have not ended; further ones are refused with ServiceQuotaExceededException. Default 20. */
  readonly batchJobsInProgress: number;
  /** A batch inference job is `Submitted`, `Validating` and `Scheduled` for this long each. Milliseconds. Default 300. */
  readonly batchPhaseMs: number;
  /** Added to the time every record of a batch inference job takes. Milliseconds. Default 0. */
  readonly batchRecordDelayMs: number;
  /** `verify` recomputes every signature with the caller's secret; `form` checks its shape, region and service only. Default `form`. */
  readonly signatures: 'form' | 'verify';
}

/** What the services of one running cloud share. */
export interface Cloud {
  readonly settings: CloudSettings;
  readonly clock: Clock;
  readonly database: Database;
  /** Absolute folder of this cloud's files; each service keeps to a subfolder of its own name. */
  readonly folder: string;
  readonly objects: ObjectStore;
  readonly roles: RoleAuthority;
  readonly events: ServiceEvents;
  readonly metrics: ServiceMetrics;
  readonly pages: PageReader;
  /** Switches that stall or fail jobs. Default: none. */
  readonly faults?: JobFaults;
  /** Aborted when the cloud closes. Background work must end on it. */
  readonly signal: AbortSignal;
  /** One line of the cloud's own log. Never document text, never secrets. */
  log(event: string, details?: Readonly<Record<string, string | number | boolean | undefined>>): void;
}
