export {
  type AuditEvent,
  type AuditItem,
  type AuditOptions,
  type AuditTools,
  audit,
  type SkippedItem,
} from './audit.ts';
export { type AuditGateOptions, type AuditGateResult, auditGate, DEFAULT_MAX_FLAGGED_SHARE } from './audit-gate.ts';
export { type AuditFinding, type AuditReport, type AuditSummary, WHOLE_SET } from './audit-report.ts';
export { checkLeaks, type LeakCandidate, type LeakOptions } from './groups/check-leaks.ts';
export { findLeaks, type LeakReport, type SplitDocument } from './groups/find-leaks.ts';
export { groupDocuments } from './groups/group-documents.ts';
export { hashLabels } from './hash-labels.ts';
export { type LabelTable, labelTableOf, readLabelTable } from './review/label-table.ts';
export type { ReviewOptions, ReviewPicture } from './review/review-data.ts';
export { reviewPage } from './review/review-page.ts';
