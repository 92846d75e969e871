export { countFindings, formatFinding, formatFindings } from './format-findings.ts';
export type { Rule, TrainingSplit } from './rule.ts';
export {
  type RecordsOptions,
  type RecordsSummary,
  type ValidateEvent,
  type ValidateResult,
  validate,
  validateFile,
  validateFiles,
  validateRecords,
} from './validate.ts';
