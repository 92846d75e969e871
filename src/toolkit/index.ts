/**
 * The library. Everything worth importing, by hand; what is withheld are the steps' inner parts and the AWS clients.
 * Nothing here reads argv, writes to a console or ends the process.
 */
export {
  type AuditEvent,
  type AuditFinding,
  type AuditGateOptions,
  type AuditGateResult,
  type AuditItem,
  type AuditOptions,
  type AuditReport,
  type AuditSummary,
  type AuditTools,
  audit,
  auditGate,
  DEFAULT_MAX_FLAGGED_SHARE,
  hashLabels,
  type LabelTable,
  labelTableOf,
  type ReviewOptions,
  type ReviewPicture,
  readLabelTable,
  reviewPage,
  WHOLE_SET,
} from './audit/index.ts';
export { type AwsCredentials, type ConnectedCloud, type ConnectOptions, connect } from './aws/index.ts';
export {
  type CleanupEvent,
  type CleanupSummary,
  cleanup,
  type FindOptions,
  findResources,
  type Resource,
  type ResourceKind,
} from './cleanup/index.ts';
export {
  CHAT_FORMATS,
  type ChatFormat,
  type ConvertEvent,
  type ConvertOptions,
  type ConvertSummary,
  convert,
  TARGET_FORMATS,
  type TargetFormat,
} from './convert/index.ts';
export { type DeployEvent, type DeployOptions, deploy } from './deploy/index.ts';
export {
  CloudError,
  ConfigurationError,
  DataError,
  type ErrorFamily,
  InputError,
  NovatuneError,
  PartialError,
  WaitTimeoutError,
} from './errors.ts';
export { compare, evaluate, type GroundTruth, readAnswer } from './evaluate/index.ts';
export {
  type Asking,
  checkParity,
  type InferEvent,
  type InferenceDocument,
  type InferOptions,
  type InferSummary,
  imageFormatOf,
  infer,
  readPredictions,
} from './infer/index.ts';
export {
  type Agreement,
  agreementOf,
  type Disagreement,
  type ImagePreparation,
  type LabelEvent,
  type LabelFiles,
  type LabelImage,
  LabelJournal,
  type Labeller,
  type LabellingPromptsOptions,
  type LabelOptions,
  type LabelPlan,
  type LabelResult,
  type LabelRow,
  label,
  labelFiles,
  labellingPrompts,
  listImages,
  planLabels,
  requireReplaceable,
  type UnlabelledDocument,
  type UnlabelledRow,
  type WriteOptions as WriteLabelsOptions,
  writeLabels,
} from './label/index.ts';
export type { CheckedDataset, Dataset, Endpoint, JobDetails, Prediction, UploadedDataset } from './model/artifacts.ts';
export type {
  DatasetDocument,
  DatasetManifest,
  ImageRecipe,
  LabelledDocument,
  SplitName,
} from './model/dataset.ts';
export type { Example, ImageFormat } from './model/example.ts';
export type { Finding, Severity } from './model/finding.ts';
export {
  CUSTOMIZATION_REGION,
  findNovaModel,
  type Method,
  NOVA_MODELS,
  type NovaModel,
  SFT_HYPERPARAMETERS,
} from './model/nova.ts';
export type { ClassScores, Comparison, ConfusionMatrix, Outcome, Proportion, Scores } from './model/scores.ts';
export { isTagged, RUN_TAG, runTags, TOOL_TAG } from './model/tags.ts';
export type { AnswerFormat, ClassificationTask, DocumentClass, ExtractionTask, Prompts, Task } from './model/task.ts';
export {
  type PipelineEvent,
  type PipelineOptions,
  type PipelineResult,
  type Recipe,
  type RecipeSource,
  readRecipe,
  runNames,
  runPipeline,
  type StepEvent,
  type StepName,
} from './pipeline/index.ts';
export type { Cloud, CloudIdentity } from './ports/cloud.ts';
export type { JobState, JobSummary, ModelSummary } from './ports/model-customizer.ts';
export type { HostState, ModelHost } from './ports/model-host.ts';
export type { InferenceParameters } from './ports/model-runtime.ts';
export {
  checkLabels,
  classesNamed,
  type DatasetStats,
  DEFAULT_DATASET,
  DEFAULT_MAX_SIDE,
  type DocumentSource,
  datasetStats,
  defaultPrompts,
  estimatePrepare,
  fillPrompts,
  type HubAccess,
  type HuggingFaceOptions,
  huggingFace,
  type ImageFolderOptions,
  type ImagesAndCsvOptions,
  imageFolder,
  imagesAndCsv,
  isSavedDataset,
  type JsonlManifestOptions,
  jsonlManifest,
  type LabelCheck,
  type LabelMapping,
  type ParquetOptions,
  type PdfPagesOptions,
  type PreparedImage,
  type PrepareEstimate,
  type PrepareEvent,
  type PrepareOptions,
  parquetFiles,
  pdfPages,
  prepare,
  prepareImage,
  readClasses,
  readDataset,
  readLabelMapping,
  rvlCdipClasses,
  type SamplingMethod,
  type SavedDatasetOptions,
  savedDataset,
  splitDocuments,
} from './prepare/index.ts';
export { type ReportDocument, report } from './report/index.ts';
export { ARTIFACTS, openRunFolder, type RunFolder } from './run/index.ts';
export {
  clientToken,
  ensureServiceRole,
  finishJob,
  followJob,
  type Hyperparameters,
  isEnded,
  type JobMetrics,
  planJob,
  preflight,
  readJobMetrics,
  recommendHyperparameters,
  serviceRoleDocument,
  submitJob,
  type TrainEvent,
  type TrainOptions,
  toJobDetails,
  train,
} from './train/index.ts';
export { inspectUpload, type UploadEvent, type UploadInspection, type UploadOptions, upload } from './upload/index.ts';
export {
  type FilesOptions,
  FindingCounts,
  type FindingReport,
  type FixOptions,
  type FixSummary,
  findingReport,
  fixFile,
  formatFindings,
  KNOWN_RULES,
  type LineChange,
  type RecordsSummary,
  type ReportFormat,
  type TrainingFile,
  validate,
  validateFile,
  validateFiles,
} from './validate/index.ts';
