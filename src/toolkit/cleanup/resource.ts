/** In the order of deletion: what uses something goes before what is used. */
export const RESOURCE_KINDS = [
  'job',
  'batch-job',
  'throughput',
  'deployment',
  'alarm',
  'event-rule',
  'schedule',
  'model',
  'role',
  'schedule-group',
  'uploads',
  'objects',
  'bucket',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Why something cannot be deleted now. */
export interface Obstacle {
  /** A sentence. */
  readonly reason: string;
  /** When it passes by itself, milliseconds since the epoch; absent when that is not known. */
  readonly until?: number;
}

/** One thing in the cloud that novatune made. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly name: string;
  /** ARN or `s3://` URI; of schedules `group/name`. */
  readonly id: string;
  /** Run that its tags name. */
  readonly run?: string;
  /** Milliseconds since the epoch; of objects and uploads when the newest was written. Absent when the service does not tell. */
  readonly createdAt?: number;
  /** What it costs while it stays, in words; absent when it costs nothing. */
  readonly bills?: string;
  /** Base model that sets the price: an ARN. */
  readonly baseModel?: string;
  /** Of provisioned throughput. */
  readonly modelUnits?: number;
  /** Of provisioned throughput; absent: none. */
  readonly commitment?: string;
  /** Of objects: all together. */
  readonly bytes?: number;
  /** Objects or unfinished uploads. */
  readonly count?: number;
  /** Present when it is left alone for now. */
  readonly blocked?: Obstacle;
  /** Ids of what has to be gone before. */
  readonly after?: readonly string[];
}

/** Something that has to be gone before a resource can go. */
export interface ResourceUser {
  readonly id: string;
  /** For people, e.g. `deployment invoices`. */
  readonly label: string;
}

/** A resource that was found, before it is decided whether it is to go. */
export interface Candidate {
  readonly resource: Resource;
  readonly users?: readonly ResourceUser[];
}

/** A part of the cloud that could not be searched. */
export interface SearchGap {
  readonly kinds: readonly ResourceKind[];
  /** Of the error that kept it from being searched, e.g. `access-denied`. */
  readonly code: string;
  /** The service's words. */
  readonly reason: string;
}
