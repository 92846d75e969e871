import type { CostEstimate, PriceTable } from '../../cost/index.ts';
import type { Dataset, Endpoint, JobDetails } from '../../model/artifacts.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { Comparison, Scores } from '../../model/scores.ts';
import type { CurvePoint } from '../../model/training-curve.ts';

/** What a report reads of the label audit, `audit.json`. */
export interface ReportedAudit {
  readonly documents: number;
  readonly findings: readonly {
    readonly document: string;
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
    readonly proposed?: string;
  }[];
  readonly summary: { readonly flagged: number; readonly pagesRead: number };
}

/** Artifacts of a run, or as many of them as there are. What is absent has no section in the report. */
export interface ReportInput {
  readonly title: string;
  /** Name of the run. */
  readonly run?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly novatuneVersion: string;
  readonly nodeVersion: string;
  readonly accountId?: string;
  readonly region?: string;
  /** True when an emulator trained its stand-in model: then nothing here says anything about Nova. */
  readonly rehearsal: boolean;
  readonly dataset?: Dataset;
  readonly audit?: ReportedAudit;
  /** What validation found; absent when nothing was validated. */
  readonly findings?: readonly Finding[];
  readonly job?: JobDetails;
  readonly trainingLoss?: readonly CurvePoint[];
  readonly validationLoss?: readonly CurvePoint[];
  readonly endpoint?: Endpoint;
  /** Everything in the cloud has been deleted. Default false. */
  readonly cleanedUp?: boolean;
  readonly base?: Scores;
  readonly tuned?: Scores;
  readonly comparison?: Comparison;
  /** Made before the run. */
  readonly estimate?: CostEstimate;
  /** What has been used so far at known prices. */
  readonly actual?: CostEstimate;
  /** For what still bills. */
  readonly prices?: PriceTable;
}
