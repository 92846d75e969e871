/** What goes over the wire between studio and its dashboard. Types alone: the dashboard imports nothing else of ours. */
import type { Comparison, JobDetails, Scores, SplitName } from '../toolkit/index.ts';

export type { ConfusionMatrix, Estimate, JobDetails, Proportion, SplitName } from '../toolkit/index.ts';
export type * from './jobs-api.ts';

/** `GET /api/info`. */
export interface StudioInfo {
  readonly version: string;
  /** Whether labels may be saved, jobs stopped and endpoints deleted. */
  readonly write: boolean;
  /** Folders that are looked through for runs. */
  readonly roots: readonly string[];
  /** Who pays for what the endpoints page shows; absent when no cloud could be reached. */
  readonly cloud?: {
    readonly accountId: string;
    readonly region: string;
    readonly endpoint?: string;
    readonly rehearsal: boolean;
  };
  readonly cloudProblem?: Problem;
}

/** Why something could not be shown or done. Also the body of every answer that is no success. */
export interface Problem {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
}

/** `running`: an artifact changed lately or the service works on the job; `stopped`: neither, and not at its end. */
export type RunStatus = 'finished' | 'running' | 'failed' | 'stopped';

/** One line of `GET /api/runs`. */
export interface RunSummary {
  /** Names the run in addresses; says nothing about where it lies. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Path from the folder that was looked through. */
  readonly folder: string;
  readonly status: RunStatus;
  /** ISO 8601: when it began, or the oldest artifact. */
  readonly startedAt: string;
  /** ISO 8601. */
  readonly changedAt: string;
  readonly task?: 'classification' | 'extraction';
  readonly baseModel?: string;
  readonly rehearsal?: boolean;
  readonly comparison?: ComparisonSummary;
  /** So far, at list prices; in a rehearsal what AWS would have asked. Absent when nothing was paid for, or nothing of it has a known price. */
  readonly cost?: Cost;
}

/** What was paid for, at list prices; AWS's bill is the truth. */
export interface Cost {
  readonly low: number;
  readonly high: number;
  /** False when part of it has no known price: then `low` is a lower bound and `high` says nothing. */
  readonly complete: boolean;
  /** ISO 4217. */
  readonly currency: string;
}

export interface Money {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** A comparison without its lists of documents. */
export interface ComparisonSummary extends Omit<Comparison, 'fixed' | 'broken'> {
  readonly fixed: number;
  readonly broken: number;
}

export type StepId =
  | 'audit'
  | 'prepare'
  | 'validate'
  | 'upload'
  | 'train'
  | 'deploy'
  | 'infer'
  | 'evaluate'
  | 'report'
  | 'cleanup';

export type StepState = 'done' | 'active' | 'waiting' | 'failed' | 'unwanted';

export type FactName =
  | 'documents'
  | 'train'
  | 'validation'
  | 'test'
  | 'skipped'
  | 'flagged'
  | 'errors'
  | 'warnings'
  | 'objects'
  | 'status'
  | 'phase'
  | 'firstLoss'
  | 'lastLoss'
  | 'baseAnswers'
  | 'tunedAnswers'
  | 'fixed'
  | 'broken'
  | 'deleted'
  | 'kept';

/** One step of a run, as its artifacts tell. */
export interface StepView {
  readonly id: StepId;
  readonly state: StepState;
  /** ISO 8601; when its artifact was written. */
  readonly finishedAt?: string;
  readonly facts: readonly { readonly name: FactName; readonly value: number | string; readonly of?: number }[];
  readonly artifacts: readonly ArtifactView[];
  /** Why it failed, in the words of the service. */
  readonly failure?: string;
  /** More labels are flagged than allowed, a share of all. */
  readonly gate?: { readonly allowed: number };
}

export interface ArtifactView {
  /** Path inside the run folder. */
  readonly path: string;
  readonly bytes: number;
}

export interface LossPoint {
  readonly step: number;
  readonly epoch?: number;
  readonly loss: number;
}

/** `live`: read from the cloud while the job runs. */
export interface LossView extends Readonly<Record<'training' | 'validation', readonly LossPoint[]>> {
  readonly live: boolean;
}

/** `GET /api/runs/:run`, and each event of `GET /api/runs/:run/live`. */
export interface RunDetail extends RunSummary {
  readonly steps: readonly StepView[];
  readonly job?: JobDetails;
  readonly loss: LossView;
  readonly identity?: { readonly accountId: string; readonly region: string };
  /** Artifacts that could not be read. */
  readonly problems: readonly Problem[];
}

export type OutcomeStatus = 'correct' | 'wrong' | 'unreadable' | 'missing';
/** Base against tuned on one document. */
export type Change = 'fixed' | 'broken' | 'bothWrong' | 'bothRight';

export interface Answer {
  readonly status: OutcomeStatus;
  /** Value read from the answer. */
  readonly predicted?: string;
  /** As the model gave it. */
  readonly answer?: string;
  readonly similarity?: number;
}

export interface DocumentFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly remedy: string;
}

/** One document of a run with all that is known about it. */
export interface DocumentRow {
  readonly id: string;
  readonly label: string;
  readonly split?: SplitName;
  readonly group?: string;
  /** Pixels; absent when the document was not prepared. */
  readonly width?: number;
  readonly height?: number;
  readonly bytes?: number;
  /** Whether there is an image to show. */
  readonly hasImage: boolean;
  readonly findings: readonly DocumentFinding[];
  /** A better label, by the audit. */
  readonly proposed?: string;
  readonly base?: Answer;
  readonly tuned?: Answer;
  readonly change?: Change;
}

/** Query of `GET /api/runs/:run/documents`; what is absent does not filter. */
export interface DocumentQuery {
  readonly split?: SplitName;
  /** The label. */
  readonly label?: string;
  /** Code of a finding. */
  readonly code?: string;
  readonly change?: Change;
  /** Whose outcome `outcome` and `predicted` speak of. Default `tuned`. */
  readonly model?: 'base' | 'tuned';
  readonly outcome?: OutcomeStatus;
  readonly predicted?: string;
  /** Only documents with a better label. */
  readonly proposed?: boolean;
  /** Only documents that both models were asked about. */
  readonly answered?: boolean;
  /** Text in the id, the label or an answer. */
  readonly text?: string;
  /** `worst`: the least similar answers of the tuned model first. Default: the order of the data set. */
  readonly order?: 'worst';
  readonly offset?: number;
  /** At most 500. Default 100. */
  readonly limit?: number;
}

export interface DocumentPage {
  /** Documents that pass the filter. */
  readonly total: number;
  readonly offset: number;
  readonly documents: readonly DocumentRow[];
}

/** `GET /api/runs/:run/facets`: what can be filtered by, with counts over all documents. */
export interface DocumentFacets {
  readonly documents: number;
  readonly splits: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, number>>;
  readonly codes: Readonly<Record<string, number>>;
  readonly changes: Readonly<Record<Change, number>>;
  /** Documents with a better label. */
  readonly proposals: number;
  /** Findings about the whole set. */
  readonly setFindings: readonly DocumentFinding[];
  /** Classes that a label may be, when the set is closed. */
  readonly classes?: readonly string[];
}

/** Body of `POST /api/runs/:run/labels` (saves) and `POST /api/runs/:run/labels.csv` (only answers with the file). */
export interface LabelEdits {
  readonly edits: readonly { readonly document: string; readonly label: string }[];
}

/** Answer of `POST /api/runs/:run/labels`. */
export interface SavedLabels {
  /** Absolute path of the new file. */
  readonly file: string;
  readonly changed: number;
  readonly rows: number;
}

/** Scores without the outcome of each document. */
export type ScoresView = Omit<Scores, 'outcomes'>;

/** `GET /api/runs/:run/scores`. */
export interface RunScores {
  readonly base?: ScoresView;
  readonly tuned?: ScoresView;
  readonly comparison?: ComparisonSummary;
}

/** One line of `GET /api/endpoints`. */
export interface EndpointView {
  readonly kind: 'deployment' | 'throughput';
  readonly arn: string;
  readonly name: string;
  readonly modelArn: string;
  readonly status: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly modelUnits?: number;
  readonly commitment?: string;
  /** Name of the run that made it; absent when novatune did not. */
  readonly run?: string;
  /** Made by novatune. */
  readonly ours: boolean;
  /** `hour`: bills until deleted, idle or not; `token`: bills what is asked. */
  readonly billing: 'hour' | 'token';
  /** Of all its model units; absent when no price list knows it. */
  readonly pricePerHour?: Money;
  /** ISO 8601: when it will be deleted by itself. */
  readonly deadline?: string;
}

export interface EndpointList {
  readonly endpoints: readonly EndpointView[];
  /** ISO 8601, by the clock that `createdAt` and `deadline` are told by. */
  readonly now: string;
}

/** Body of `POST /api/endpoints/delete`. */
export interface EndpointDeletion {
  readonly kind: 'deployment' | 'throughput';
  readonly arn: string;
  /** The name typed by the user; has to be the endpoint's. */
  readonly confirm: string;
}
