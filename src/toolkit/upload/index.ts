export type { BucketState } from './inspect-bucket.ts';
export { inspectUpload, type UploadInspection } from './inspect-upload.ts';
export { planUpload, type UploadItem, type UploadPlan } from './plan-upload.ts';
export { type UploadEvent, type UploadOptions, upload } from './upload.ts';
