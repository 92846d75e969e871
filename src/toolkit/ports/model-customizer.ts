/** What is sent to start a supervised fine-tuning job. */
export interface JobRequest {
  readonly jobName: string;
  readonly modelName: string;
  readonly roleArn: string;
  /** Customization id or ARN, e.g. `amazon.nova-lite-v1:0:300k`. */
  readonly baseModel: string;
  readonly trainingDataUri: string;
  readonly validationDataUri?: string;
  readonly outputUri: string;
  /** Values as the service wants them: strings, plain decimals. */
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Same token, same job: a repeated submit returns the first job. */
  readonly clientToken: string;
}

export interface JobPhase {
  readonly status: string;
  /** Milliseconds since the epoch of the phase's last change. */
  readonly changedAt?: number;
}

export interface JobState {
  readonly jobArn: string;
  readonly jobName: string;
  readonly modelName: string;
  readonly roleArn: string;
  readonly baseModelArn: string;
  readonly status: string;
  readonly createdAt: number;
  readonly endedAt?: number;
  readonly failureMessage?: string;
  /** Present once completed. */
  readonly modelArn?: string;
  readonly phases: Readonly<Partial<Record<'validation' | 'dataProcessing' | 'training', JobPhase>>>;
  readonly trainingLoss?: number;
  readonly validationLoss?: number;
  readonly trainingDataUri: string;
  readonly validationDataUri?: string;
  readonly outputUri: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
}

export interface JobSummary {
  readonly jobArn: string;
  readonly jobName: string;
  readonly status: string;
  readonly createdAt: number;
  readonly modelArn?: string;
}

export interface ModelSummary {
  readonly modelArn: string;
  readonly modelName: string;
  readonly baseModelArn: string;
  readonly status?: string;
  readonly createdAt: number;
}

/** Bedrock's customization jobs and the models they leave. Identifiers are ARNs or names. */
export interface ModelCustomizer {
  /** @returns the job's ARN. */
  submit(request: JobRequest, signal?: AbortSignal): Promise<string>;
  describe(job: string, signal?: AbortSignal): Promise<JobState | undefined>;
  stop(job: string, signal?: AbortSignal): Promise<void>;
  listJobs(
    filter: { readonly nameContains?: string; readonly status?: string },
    signal?: AbortSignal,
  ): AsyncIterable<JobSummary>;
  getModel(model: string, signal?: AbortSignal): Promise<ModelSummary | undefined>;
  listModels(filter: { readonly nameContains?: string }, signal?: AbortSignal): AsyncIterable<ModelSummary>;
  /** Deleting what is gone is no error. */
  deleteModel(model: string, signal?: AbortSignal): Promise<void>;
  /** Tags of any Bedrock resource. */
  tags(arn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
}
