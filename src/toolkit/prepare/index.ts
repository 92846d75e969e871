export { type AdvertisementSpelling, classesNamed, readClasses, rvlCdipClasses } from './classes.ts';
export { type DatasetStats, datasetStats } from './dataset-stats.ts';
export { estimatePrepare, type PrepareEstimate } from './estimate.ts';
export { type GroupNames, readGroupFile, withGroups } from './group-file.ts';
export { DEFAULT_MAX_SIDE } from './images/plan-image.ts';
export { type PreparedImage, prepareImage } from './images/prepare-image.ts';
export { checkLabels, type LabelCheck } from './labels/check-labels.ts';
export { foldLabel, nearestName } from './labels/fold-label.ts';
export { type LabelMapping, readLabelMapping } from './labels/label-mapping.ts';
export { prepare } from './prepare.ts';
export type { PrepareEvent } from './prepare-event.ts';
export type { PrepareOptions } from './prepare-options.ts';
export { defaultPrompts } from './prompts/default-prompts.ts';
export { fillPrompts } from './prompts/fill-prompts.ts';
export { parseManifest, readDataset, splitDocuments } from './read-dataset.ts';
export { isSavedDataset, type SavedDatasetOptions, savedDataset } from './sources/arrow/saved-dataset.ts';
export type { ColumnOptions } from './sources/csv-columns.ts';
export {
  DEFAULT_DATASET,
  type HubAccess,
  type HuggingFaceOptions,
  huggingFace,
} from './sources/hugging-face/hugging-face.ts';
export { type ImageFolderOptions, imageFolder } from './sources/image-folder.ts';
export { type ImagesAndCsvOptions, imagesAndCsv } from './sources/images-and-csv.ts';
export { type JsonlManifestOptions, jsonlManifest } from './sources/jsonl-manifest.ts';
export { type ParquetOptions, parquetFiles } from './sources/parquet/parquet-files.ts';
export { type PdfPagesOptions, pdfPages } from './sources/pdf-pages.ts';
export type { SamplingMethod } from './sources/sampling/plan-sampling.ts';
export type { DocumentItem, DocumentSource, SkippedDocument, SourceItem, SourceNote } from './sources/source.ts';
export type { TableOptions } from './sources/table/table-source.ts';
export { assignSplits, type SplitCandidate, type SplitOptions, type SplitSize } from './split.ts';
