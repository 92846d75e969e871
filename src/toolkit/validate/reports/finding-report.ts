import type { Finding, Severity } from '../../model/finding.ts';
import type { RecordsSummary } from '../validate.ts';

/** Findings as text in some format, piece by piece, so that a million of them takes no memory. */
export interface FindingReport {
  begin(): string;
  finding(finding: Finding): string;
  end(summary: RecordsSummary): string;
}

export const REPORT_FORMATS = ['text', 'json', 'sarif'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Counts by severity, as they go by. */
export class FindingCounts {
  readonly bySeverity: Record<Severity, number> = { error: 0, warning: 0, info: 0 };

  add({ severity }: Finding): void {
    this.bySeverity[severity] += 1;
  }
}
