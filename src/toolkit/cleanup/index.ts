export { type CleanupEvent, type CleanupOptions, type CleanupSummary, cleanup } from './cleanup.ts';
export { type FindOptions, findResources } from './find-resources.ts';
export { type Obstacle, RESOURCE_KINDS, type Resource, type ResourceKind, type SearchGap } from './resource.ts';
export { type RunPlaces, runPrefixes } from './run-prefixes.ts';
export type { Selection } from './select-resources.ts';
