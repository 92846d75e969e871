export { type CleanupEvent, type CleanupSummary, cleanup } from './cleanup.ts';
export { type FindOptions, findResources, RESOURCE_KINDS, type Resource, type ResourceKind } from './find-resources.ts';
