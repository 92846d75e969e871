/** How records are shaped: bodies of Converse, or of InvokeModel in the model's native schema. */
export type BatchShape = 'Converse' | 'InvokeModel';

/** What is sent to start a batch inference job. */
export interface BatchRequest {
  readonly jobName: string;
  readonly roleArn: string;
  /** Base model or inference profile: id or ARN. */
  readonly modelId: string;
  /** One `.jsonl` object, or a prefix that ends with a slash. */
  readonly inputUri: string;
  /** Prefix; the service adds a folder named by the job's id. */
  readonly outputUri: string;
  readonly shape: BatchShape;
  /** 24 to 168. Absent: the service's default. */
  readonly timeoutHours?: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Same token, same job: a repeated submit returns the first job. */
  readonly clientToken: string;
}

/** Records of a job; the service's counters lag by up to a minute. */
export interface BatchCounts {
  readonly total: number;
  readonly processed: number;
  readonly success: number;
  readonly error: number;
}

export interface BatchState {
  readonly jobArn: string;
  readonly jobName: string;
  readonly modelId: string;
  readonly roleArn: string;
  /** `Submitted`, `Validating`, `Scheduled`, `InProgress`, `Completed`, `PartiallyCompleted`, `Failed`, `Stopping`, `Stopped`, `Expired`, or whatever a newer service says. */
  readonly status: string;
  /** Why it failed or ended early. */
  readonly message?: string;
  /** Milliseconds since the epoch. */
  readonly submittedAt: number;
  readonly endedAt?: number;
  /** When the service gives up. */
  readonly expiresAt?: number;
  readonly inputUri: string;
  readonly outputUri: string;
  /** Absent until the service has counted the input. */
  readonly counts?: BatchCounts;
}

export interface BatchFilter {
  readonly nameContains?: string;
  readonly status?: string;
}

/** Bedrock's batch inference jobs. Identifiers are ARNs. */
export interface BatchJobs {
  /** @returns the job's ARN. */
  submit(request: BatchRequest, signal?: AbortSignal): Promise<string>;
  describe(job: string, signal?: AbortSignal): Promise<BatchState | undefined>;
  stop(job: string, signal?: AbortSignal): Promise<void>;
  /** Newest first, paged as they are consumed. */
  list(filter: BatchFilter, signal?: AbortSignal): AsyncIterable<BatchState>;
}
