import { createBedrockService } from './bedrock/index.ts';
import { createBatchAnswerer, createBedrockRuntimeService } from './bedrock-runtime/index.ts';
import { createCloudWatchService, openServiceMetrics } from './cloudwatch/index.ts';
import { createEventsService, openEventBus } from './events/index.ts';
import { createIamService, openRoleAuthority } from './iam/index.ts';
import { createKmsService } from './kms/index.ts';
import { createPricingService } from './pricing/index.ts';
import { createS3Service, openObjectStore } from './s3/index.ts';
import { createSchedulerService } from './scheduler/index.ts';
import type { CallerLookup, SecretLookup } from './service/access-keys.ts';
import type { ServiceDefinition } from './service/operation.ts';
import { createServiceQuotasService } from './service-quotas/index.ts';
import { createSnsService, listMessages, openTopics, type PublishedMessage } from './sns/index.ts';
import type { Cloud } from './state/ports.ts';
import { createStsService, openSessions } from './sts/index.ts';

/** What exists before any service does. */
export type Foundations = Omit<Cloud, 'objects' | 'roles' | 'events' | 'metrics'>;

/** The services of one running cloud. */
export interface Services {
  readonly definitions: readonly ServiceDefinition[];
  /** Access keys that services have handed out. */
  readonly keys: CallerLookup & SecretLookup;
  /** Messages that were published to topics, oldest first. */
  messages(filter: { readonly topic?: string; readonly limit: number }): readonly PublishedMessage[];
  /** Takes up work that an earlier process left unfinished. Call once, when the cloud can be reached. */
  resume(): void;
  /** Resolves when nothing is at work any more. Abort the cloud's signal first, close the database after it. */
  close(): Promise<void>;
}

/** Every emulated service. A new one is a folder of its own and a line here. */
export function openServices(foundations: Foundations): Services {
  const store = openObjectStore(foundations);
  const keys = openSessions(foundations);
  const topics = openTopics(foundations);
  const events = openEventBus(foundations, topics);
  const cloud: Cloud = {
    ...foundations,
    objects: store,
    roles: openRoleAuthority(foundations),
    events,
    metrics: openServiceMetrics(foundations),
  };
  const bedrock = createBedrockService(cloud, createBatchAnswerer(cloud));
  const scheduler = createSchedulerService(cloud, bedrock.operations);
  const monitoring = createCloudWatchService(cloud, topics);
  return {
    definitions: [
      createS3Service(store),
      createStsService(cloud, keys),
      createIamService(cloud),
      bedrock,
      createBedrockRuntimeService(cloud),
      scheduler,
      monitoring,
      createEventsService(cloud, events),
      createSnsService(cloud),
      createPricingService(),
      createServiceQuotasService(cloud),
      createKmsService(cloud),
    ],
    keys,
    messages: (filter) => listMessages(foundations.database, filter),
    resume: () => {
      bedrock.resume();
      monitoring.resume();
      scheduler.resume();
    },
    close: async () => {
      await scheduler.close();
      await monitoring.close();
      await bedrock.close();
      await store.close();
    },
  };
}
