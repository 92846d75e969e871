export { planUpload, type UploadItem, type UploadPlan } from './plan-upload.ts';
export { type UploadEvent, type UploadOptions, upload } from './upload.ts';
