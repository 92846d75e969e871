export { createS3Service } from './service.ts';
export type { BlobFiles } from './store/blob-files.ts';
export { openBlobFiles } from './store/blob-files.ts';
export { type ObjectStoreOptions, openObjectStore, type S3Store } from './store/object-store.ts';
