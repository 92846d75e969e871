export { type FixOptions, type FixSummary, fixFile } from './fix/fix-file.ts';
export type { LineChange } from './fix/fix-lines.ts';
export { countFindings, formatFinding, formatFindings } from './format-findings.ts';
export { KNOWN_RULES } from './known-rules.ts';
export { FindingCounts, type FindingReport, REPORT_FORMATS, type ReportFormat } from './reports/finding-report.ts';
export { findingReport } from './reports/make-report.ts';
export type { Rule, TrainingSplit } from './rule.ts';
export {
  type FilesOptions,
  type RecordsOptions,
  type RecordsSummary,
  type TrainingFile,
  type ValidateEvent,
  type ValidateResult,
  validate,
  validateFile,
  validateFiles,
  validateRecords,
} from './validate.ts';
