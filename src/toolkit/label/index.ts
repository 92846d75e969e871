export { type Agreement, agreementOf, cohenKappa } from '../lib/agreement.ts';
export type { Disagreement, LabelResult, LabelRow, UnlabelledRow } from './collect-labels.ts';
export { type LabelEvent, label } from './label.ts';
export { LabelJournal } from './label-journal.ts';
export type {
  ImagePreparation,
  LabelImage,
  Labeller,
  LabelOptions,
  Opinion,
  UnlabelledDocument,
} from './labeller.ts';
export { DEFAULT_PARAMETERS as DEFAULT_LABEL_PARAMETERS } from './labeller.ts';
export { listImages } from './list-images.ts';
export { type LabelPlan, planLabels } from './plan-labels.ts';
export { type LabellingPromptsOptions, labellingPrompts } from './prompts/labelling-prompts.ts';
export { type LabelFiles, labelFiles, requireReplaceable, type WriteOptions, writeLabels } from './write-labels.ts';
