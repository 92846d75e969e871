/** Bedrock trains in the caller's own network when both are given. At most 16 subnets and 5 groups. */
export interface VpcSettings {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** What every customization job is asked for. */
export interface JobBase {
  readonly jobName: string;
  readonly modelName: string;
  readonly roleArn: string;
  /** Customization id or ARN, e.g. `amazon.nova-lite-v1:0:300k`. */
  readonly baseModel: string;
  /** One `.jsonl` object; with `invocationLogs`, the prefix under which the logs lie. */
  readonly trainingDataUri: string;
  /** Present when the training data are Bedrock's own invocation logs (distillation and reinforcement only). */
  readonly invocationLogs?: {
    /** Whether the logged answers are learned too, instead of asking the teacher again. */
    readonly usePromptResponse: boolean;
  };
  readonly validationDataUri?: string;
  readonly outputUri: string;
  /** Of the job, and of the model it makes. */
  readonly tags: Readonly<Record<string, string>>;
  /** Key that encrypts the custom model: ARN, id or `alias/…`. Absent: a key that AWS owns. */
  readonly kmsKey?: string;
  readonly vpc?: VpcSettings;
  /** Same token, same job: a repeated submit returns the first job. */
  readonly clientToken: string;
}

/** Hyperparameters of reinforcement fine-tuning: numbers on the wire, unlike those of the other methods. */
export interface RftHyperparameters {
  readonly epochCount?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  /** Tokens. */
  readonly maxPromptLength?: number;
  /** Answers that are sampled and rewarded for each prompt. */
  readonly trainingSamplePerPrompt?: number;
  /** Tokens. */
  readonly inferenceMaxTokens?: number;
  readonly reasoningEffort?: 'low' | 'medium' | 'high';
  /** Steps between evaluations. */
  readonly evalInterval?: number;
}

/** How the model is trained, each way with its own settings. */
export type JobMethod =
  | {
      /** `sft`: supervised fine-tuning of a text model; `canvas`: of the image model. */
      readonly method: 'sft' | 'canvas';
      /** Values as the service wants them: strings, plain decimals. */
      readonly hyperparameters: Readonly<Record<string, string>>;
    }
  | {
      readonly method: 'rft';
      /** Lambda function that rewards answers. */
      readonly graderLambdaArn: string;
      readonly rft: RftHyperparameters;
    }
  | {
      readonly method: 'distillation';
      /** Base model id, inference profile id or ARN. */
      readonly teacherModel: string;
      /** Longest answer of the teacher, tokens. */
      readonly maxResponseLength?: number;
    };

/** What is sent to start a customization job. */
export type JobRequest = JobBase & JobMethod;

export interface JobPhase {
  readonly status: string;
  /** Milliseconds since the epoch of the phase's beginning. */
  readonly startedAt?: number;
  /** Milliseconds since the epoch of the phase's last change. */
  readonly changedAt?: number;
}

export interface JobState {
  readonly jobArn: string;
  readonly jobName: string;
  readonly modelName: string;
  readonly roleArn: string;
  readonly baseModelArn: string;
  /** `FINE_TUNING`, `REINFORCEMENT_FINE_TUNING`, `DISTILLATION`, or whatever a newer service says. */
  readonly customizationType?: string;
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
  /** Values as text, whatever they are on the wire. */
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** ARN of the key that encrypts the model. */
  readonly kmsKeyArn?: string;
  readonly vpc?: VpcSettings;
}

export interface JobSummary {
  readonly jobArn: string;
  readonly jobName: string;
  readonly status: string;
  readonly createdAt: number;
  readonly endedAt?: number;
  readonly baseModelArn?: string;
  readonly customizationType?: string;
  readonly modelArn?: string;
}

export interface JobFilter {
  readonly nameContains?: string;
  readonly status?: string;
  /** Milliseconds since the epoch. */
  readonly createdAfter?: number;
  /** Milliseconds since the epoch. */
  readonly createdBefore?: number;
}

export interface ModelSummary {
  readonly modelArn: string;
  readonly modelName: string;
  readonly baseModelArn: string;
  readonly status?: string;
  readonly createdAt: number;
  /** The job that made it; listings do not tell. */
  readonly jobArn?: string;
}

/** Bedrock's customization jobs and the models they leave. Identifiers are ARNs or names. */
export interface ModelCustomizer {
  /** @returns the job's ARN. */
  submit(request: JobRequest, signal?: AbortSignal): Promise<string>;
  describe(job: string, signal?: AbortSignal): Promise<JobState | undefined>;
  stop(job: string, signal?: AbortSignal): Promise<void>;
  /** Newest first, paged as they are consumed. */
  listJobs(filter: JobFilter, signal?: AbortSignal): AsyncIterable<JobSummary>;
  getModel(model: string, signal?: AbortSignal): Promise<ModelSummary | undefined>;
  listModels(filter: { readonly nameContains?: string }, signal?: AbortSignal): AsyncIterable<ModelSummary>;
  /** Deleting what is gone is no error. */
  deleteModel(model: string, signal?: AbortSignal): Promise<void>;
  /** Tags of any Bedrock resource. */
  tags(arn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
}
