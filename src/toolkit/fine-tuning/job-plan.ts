import type { Finding } from '../model/finding.ts';
import type { JobRequest } from '../ports/model-customizer.ts';
import type { DataSplit, EnsureRoleOptions, HyperparameterAdvice, JobData, JobOptions } from '../train/index.ts';

/** A job as a caller asks for it. */
export type JobInput = Omit<JobData, 'validationDataUri'> &
  DistributiveOmit<JobOptions, 'modelName' | 'tags'> & {
    /** Beside those that novatune finds its own by. */
    readonly tags?: Readonly<Record<string, string>>;
    /** Default: the job name. */
    readonly modelName?: string;
    /** Validation data of their own. Not together with `validationSplit`. */
    readonly validationDataUri?: string;
    /** Share of the training file that becomes validation data, between 0 and 1; the parts are new objects, the file stays as it is. */
    readonly validationSplit?: number;
    /** Another seed gives another split. Default 0. */
    readonly splitSeed?: number;
    /** An existing role, or the name of one to create, or extend, with least privilege. */
    readonly role: { readonly arn: string } | { readonly create: string };
    /** Default: derived from the request, so that a repeated call finds the first job. */
    readonly clientRequestToken?: string;
  };

type DistributiveOmit<Type, Keys extends PropertyKey> = Type extends unknown ? Omit<Type, Keys> : never;

export interface JobPlanOptions {
  /** Look at buckets and objects, and validate the records. Default true. Without it no hyperparameters are advised. */
  readonly check?: boolean;
  /** Look at every image that the records name. Default false. */
  readonly checkMedia?: boolean;
  /** Fill in epochs and warm-up from the number of rows where they are absent (supervised fine-tuning). Default true. */
  readonly advise?: boolean;
  readonly signal?: AbortSignal;
}

/** Everything that {@link JobInput} leads to, decided but not done. */
export interface CreationPlan {
  /** Exactly what will be sent. */
  readonly request: JobRequest;
  /** Present when a role will be created or extended. */
  readonly role?: EnsureRoleOptions;
  /** Present when the training file will be split. */
  readonly split?: DataSplit;
  /** Warnings and notes about data and surroundings; errors are thrown. At most 100. */
  readonly findings: readonly Finding[];
  /** Training rows; absent when nothing was looked at. */
  readonly rows?: number;
  /** Hyperparameters that were filled in, each with its reason. */
  readonly advice: readonly HyperparameterAdvice[];
}
