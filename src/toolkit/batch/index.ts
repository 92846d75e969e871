export { type BatchDetails, readBatchDetails, withState, writeBatchDetails } from './batch-details.ts';
export { BATCH_LIMITS } from './batch-limits.ts';
export type { BatchQuestion, BatchRecord } from './batch-record.ts';
export { batchRoleDocument, ensureBatchRole } from './batch-role.ts';
export {
  type BatchDocument,
  type CollectEvent,
  type CollectedRecords,
  type CollectOptions,
  collectRecords,
} from './collect-records.ts';
export { ensureBatchBucket } from './ensure-bucket.ts';
export { type BatchObserved, type FollowBatchOptions, followBatch, isBatchEnded } from './follow-batch.ts';
export { mergePredictions, writePredictions } from './merge-predictions.ts';
export { type BatchFilePlan, type BatchMedia, type BatchOptions, type BatchPlan, planBatch } from './plan-batch.ts';
export { type AnswersRead, type BatchAnswers, readBatchAnswers } from './read-answers.ts';
export { requireBatchModel } from './require-batch-model.ts';
export { batchToken, type SubmitBatchEvent, submitBatch } from './submit-batch.ts';
export { type UploadBatchEvent, type UploadBatchOptions, uploadBatch } from './upload-batch.ts';
