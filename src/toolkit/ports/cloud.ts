import type { BatchJobs } from './batch-jobs.ts';
import type { BucketGuards } from './bucket-guards.ts';
import type { Buckets } from './buckets.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { EventRules } from './event-rules.ts';
import type { KeyReader } from './key-reader.ts';
import type { ModelCatalogue } from './model-catalogue.ts';
import type { ModelCustomizer } from './model-customizer.ts';
import type { ModelHost } from './model-host.ts';
import type { ModelRuntime } from './model-runtime.ts';
import type { Monitoring } from './monitoring.ts';
import type { ObjectStore } from './object-store.ts';
import type { PolicyReader } from './policy-reader.ts';
import type { PriceList } from './price-list.ts';
import type { QuotaReader } from './quota-reader.ts';
import type { RoleManager } from './role-manager.ts';
import type { Schedules } from './schedules.ts';
import type { Topics } from './topics.ts';

/** Who pays and where. Shown before any paid call. */
export interface CloudIdentity {
  /** 12 digits. */
  readonly accountId: string;
  readonly callerArn: string;
  readonly region: string;
  /** Endpoint URL when one was given instead of AWS's own. */
  readonly endpoint?: string;
  /** Services that are reached elsewhere than Bedrock, with their URLs, or `AWS`. */
  readonly otherEndpoints?: Readonly<Record<string, string>>;
  /** The endpoint is on this machine: an emulator answers, and its model is a stand-in, not Nova. */
  readonly rehearsal: boolean;
}

/** Everything a step may ask of a cloud, as one argument. */
export interface Cloud {
  readonly objects: ObjectStore;
  readonly buckets: Buckets;
  readonly customizer: ModelCustomizer;
  readonly deployments: ModelHost;
  readonly throughput: ModelHost;
  readonly runtime: ModelRuntime;
  readonly batches: BatchJobs;
  readonly roles: RoleManager;
  readonly schedules: Schedules;
  readonly priceList: PriceList;
  readonly monitoring: Monitoring;
  readonly eventRules: EventRules;
  readonly topics: Topics;
  readonly connection: Connection;
  readonly catalogue: ModelCatalogue;
  readonly policies: PolicyReader;
  readonly bucketGuards: BucketGuards;
  readonly keys: KeyReader;
  readonly quotas: QuotaReader;
  readonly clock: Clock;
  identity(signal?: AbortSignal): Promise<CloudIdentity>;
}
