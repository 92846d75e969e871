import type { FindingReport, ReportFormat } from './finding-report.ts';
import { JsonReport } from './json-report.ts';
import { SarifReport } from './sarif-report.ts';
import { TextReport } from './text-report.ts';

/** A report in the format asked for. @param version of the tool, named in SARIF */
export function findingReport(format: ReportFormat, version: string): FindingReport {
  if (format === 'json') return new JsonReport();
  return format === 'sarif' ? new SarifReport(version) : new TextReport();
}
