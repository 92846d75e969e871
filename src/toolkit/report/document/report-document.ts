import type { Advice } from '../../advice/index.ts';
import type { CostEstimate } from '../../cost/index.ts';
import type { JobDetails } from '../../model/artifacts.ts';
import type { DatasetManifest } from '../../model/dataset.ts';
import type { Severity } from '../../model/finding.ts';
import type { Comparison, Outcome, Scores } from '../../model/scores.ts';
import type { TrainingCurve } from '../../model/training-curve.ts';
import type { ReportLanguage } from '../words/language.ts';

/** Everything a report shows, as plain data of bounded size: `report.json`. */
export interface ReportDocument {
  readonly title: string;
  readonly run?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly language: ReportLanguage;
  /** Without pictures and text of documents. */
  readonly redacted: boolean;
  readonly novatuneVersion: string;
  readonly nodeVersion: string;
  readonly accountId?: string;
  readonly region?: string;
  readonly rehearsal: boolean;
  readonly dataset?: ReportedDataset;
  readonly audit?: ReportedFindings & {
    readonly documents: number;
    readonly flagged: number;
    readonly pagesRead: number;
  };
  readonly validation?: ReportedFindings;
  readonly job?: JobDetails;
  readonly curve?: TrainingCurve;
  readonly advice: readonly Advice[];
  readonly base?: ReportedScores;
  readonly tuned?: ReportedScores;
  readonly comparison?: ReportedComparison;
  /** By what became of them; only kinds that have documents. */
  readonly documents: readonly DocumentGroup[];
  readonly costs?: {
    readonly estimate?: CostEstimate;
    readonly actual?: CostEstimate;
  };
  /** What exists in the cloud and what it bills; absent when there is nothing to say about it. */
  readonly bills?: readonly Billing[];
}

/** Outcomes are told by {@link ReportDocument.documents}. */
export type ReportedScores = Omit<Scores, 'outcomes'>;

/** With numbers of documents in place of their names. */
export type ReportedComparison = Omit<Comparison, 'fixed' | 'broken'> & {
  readonly fixed: number;
  readonly broken: number;
};

export type ReportedDataset = Pick<
  DatasetManifest,
  'name' | 'prompts' | 'imageRecipe' | 'recipeHash' | 'seed' | 'counts' | 'classCounts' | 'files'
> & {
  readonly kind: 'classification' | 'extraction';
  readonly field: string;
  readonly source: { readonly kind: string; readonly location?: string };
  /** Different groups; 0 when no document names one. */
  readonly groups: number;
  /** Bytes of all images. */
  readonly imageBytes: number;
  readonly skipped: readonly { readonly code: string; readonly count: number }[];
  readonly promptHash: string;
  /** sha256 of `manifest.json`, which names the hash of every image; absent when the file is not there. */
  readonly manifestHash?: string;
};

export interface ReportedFindings {
  /** Errors first, then the most frequent. */
  readonly counts: readonly { readonly code: string; readonly severity: Severity; readonly count: number }[];
  readonly examples: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
    /** Document, or file and line. */
    readonly place: string;
  }[];
  /** Findings without an example. */
  readonly leftOut: number;
}

/** What became of a document. Without a second model only `wrong` and `right`. */
export const CHANGES = ['broken', 'fixed', 'still-wrong', 'wrong', 'still-right', 'right'] as const;
export type Change = (typeof CHANGES)[number];

export interface DocumentGroup {
  readonly change: Change;
  readonly count: number;
  /** Worst first. Those with pictures. */
  readonly cards: readonly ReportExample[];
  /** The next ones, as rows of a table. */
  readonly rows: readonly ReportExample[];
}

export interface ReportExample {
  /** Name, or a hash of it. */
  readonly document: string;
  readonly group?: string;
  /** Absent when left out. */
  readonly truth?: string;
  readonly base?: ReportedAnswer;
  readonly tuned?: ReportedAnswer;
  /** Path of the image inside the data set; absent when left out. */
  readonly image?: string;
}

export interface ReportedAnswer {
  readonly status: Outcome['status'];
  /** What was read from the answer, or the bare answer when nothing could be read. Absent when left out, or when there was none. */
  readonly text?: string;
  readonly similarity?: number;
}

export interface Billing {
  readonly kind: 'throughput' | 'deployment' | 'custom-model';
  readonly arn: string;
  /** USD per `unit`; absent when nothing is billed while idle, or when the price is unknown. */
  readonly usd?: { readonly low: number; readonly high: number; readonly unit: 'hour' | 'month' };
  /** When the cloud deletes it by itself, ISO 8601. */
  readonly deadline?: string;
}
