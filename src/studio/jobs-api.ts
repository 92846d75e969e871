/** What goes over the wire about jobs. Types alone. */
import type { Advice } from '../toolkit/index.ts';
import type { LossView, Problem } from './api.ts';

/** `customization`: trains a model; `batch`: asks a base model about many documents. */
export type JobKind = 'customization' | 'batch';

/** One line of {@link JobPage}. */
export interface JobRow {
  readonly kind: JobKind;
  /** Last part of the ARN: names the job in addresses. */
  readonly id: string;
  readonly name: string;
  /** In the service's words. */
  readonly status: string;
  /** Still waits or works. */
  readonly active: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601. */
  readonly endedAt?: string;
  readonly baseModel?: string;
  /** `FINE_TUNING`, `REINFORCEMENT_FINE_TUNING`, `DISTILLATION`, or whatever a newer service says. */
  readonly customizationType?: string;
  /** The run whose folder knows the job. */
  readonly run?: { readonly id: string; readonly title: string };
}

/** Query of `GET /api/jobs`; what is absent does not filter. */
export interface JobQuery {
  readonly kind?: JobKind;
  readonly status?: string;
  readonly offset?: number;
  /** At most 200. Default 50. */
  readonly limit?: number;
}

/** `GET /api/jobs`: newest first. */
export interface JobPage {
  /** Jobs that pass the filter. */
  readonly total: number;
  readonly offset: number;
  readonly jobs: readonly JobRow[];
  /** Counts by status over the jobs of the kind asked for. */
  readonly statuses: Readonly<Record<string, number>>;
  /** ISO 8601: when the service was asked. */
  readonly readAt: string;
  /** ISO 8601, by the same clock. */
  readonly now: string;
  /** How many of each kind are looked at; present when the account has more. */
  readonly newest?: number;
  /** Why jobs of one kind are missing. */
  readonly problems: readonly Problem[];
  /** Why there are no jobs to show at all; then the list is empty. */
  readonly unreachable?: Problem;
}

export interface PhaseView {
  readonly phase: 'validation' | 'dataProcessing' | 'training';
  readonly status: string;
  /** Milliseconds in this status when it was read. */
  readonly ageMs?: number;
  /** Milliseconds from beginning to end, of a phase that is over. */
  readonly tookMs?: number;
}

/** A phase that has not moved for longer than is usual. */
export interface StallView {
  readonly phase: PhaseView['phase'];
  readonly status: string;
  /** Milliseconds. */
  readonly ageMs: number;
  /** Milliseconds. */
  readonly limitMs: number;
}

/** `GET /api/jobs/:kind/:id`. */
export interface JobView extends JobRow {
  readonly arn: string;
  readonly roleArn: string;
  /** ISO 8601: when the service was asked. */
  readonly readAt: string;
  /** ISO 8601, by the same clock. */
  readonly now: string;
  /** Active and not told to stop yet. */
  readonly stoppable: boolean;
  /** Why it failed, in the words of the service. */
  readonly failure?: string;
  readonly modelName?: string;
  readonly modelArn?: string;
  /** `s3://` URIs. */
  readonly data: {
    readonly training?: string;
    readonly validation?: string;
    readonly input?: string;
    readonly output: string;
  };
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Empty for batch inference. */
  readonly phases: readonly PhaseView[];
  readonly stall?: StallView;
  /** Absent for batch inference. */
  readonly loss?: LossView;
  readonly advice: readonly Advice[];
  /** Endpoints that answer with its model. */
  readonly servedBy: readonly {
    readonly kind: 'deployment' | 'throughput';
    readonly name: string;
    readonly status: string;
  }[];
  /** Records of batch inference. */
  readonly records?: {
    readonly total: number;
    readonly processed: number;
    readonly success: number;
    readonly error: number;
  };
  /** ISO 8601: when the service gives up. */
  readonly expiresAt?: string;
  /** Parts that could not be read. */
  readonly problems: readonly Problem[];
}

/** Body of `POST /api/jobs/stop`. */
export interface JobStop {
  readonly kind: JobKind;
  readonly id: string;
  /** The name typed by the user; has to be the job's. */
  readonly confirm: string;
}
