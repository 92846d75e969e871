import type { JobDetails } from '../model/artifacts.ts';
import type { DatasetManifest } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import type { Comparison, Scores } from '../model/scores.ts';

/** One point of a loss curve. */
export interface LossPoint {
  readonly step: number;
  readonly epoch?: number;
  readonly loss: number;
}

/** Everything a report shows, as plain data. */
export interface ReportDocument {
  readonly title: string;
  /** Name of the run. */
  readonly run: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly novatuneVersion: string;
  readonly nodeVersion: string;
  readonly accountId: string;
  readonly region: string;
  /** True when an emulator trained its stand-in model: then nothing here says anything about Nova. */
  readonly rehearsal: boolean;
  readonly dataset: DatasetManifest;
  /** What validation found, errors first. */
  readonly findings: readonly Finding[];
  readonly job: JobDetails;
  readonly trainingLoss: readonly LossPoint[];
  readonly validationLoss: readonly LossPoint[];
  readonly base: Scores;
  readonly tuned: Scores;
  readonly comparison: Comparison;
  /** Documents worth a look: broken, fixed, still wrong; with small pictures. */
  readonly examples: readonly ReportExample[];
}

export interface ReportExample {
  readonly document: string;
  readonly change: 'fixed' | 'broken' | 'still wrong' | 'still right';
  readonly truth: string;
  /** What was read from the answer, or the bare answer when nothing could be read. */
  readonly base: string;
  readonly tuned: string;
  /** `data:` URI of a small picture; absent when redacted. */
  readonly thumbnail?: string;
}
