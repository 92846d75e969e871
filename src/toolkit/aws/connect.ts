import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Cloud } from '../ports/cloud.ts';
import { createBatchJobs } from './batch-jobs.ts';
import { createBucketGuards } from './bucket-guards.ts';
import { createBuckets } from './buckets.ts';
import { call, sending } from './call.ts';
import { type ConnectOptions, createClients } from './clients.ts';
import { createConnection } from './connection.ts';
import { createDeployments } from './deployments.ts';
import { configuredEndpoint, elsewhere } from './endpoints.ts';
import { createEventRules } from './event-rules.ts';
import { createKeyReader } from './key-reader.ts';
import { isLoopback } from './loopback.ts';
import { createModelCatalogue } from './model-catalogue.ts';
import { createModelCustomizer } from './model-customizer.ts';
import { createModelRuntime } from './model-runtime.ts';
import { createMonitoring } from './monitoring.ts';
import { createObjectStore } from './object-store.ts';
import { createPolicyReader } from './policy-reader.ts';
import { createPriceList } from './price-list.ts';
import { createQuotaReader } from './quota-reader.ts';
import { createRoleManager } from './role-manager.ts';
import { createSchedules } from './schedules.ts';
import { createThroughput } from './throughput.ts';
import { createTopics } from './topics.ts';

/** A cloud that holds connections until closed. */
export interface ConnectedCloud extends Cloud {
  close(): Promise<void>;
}

/**
 * Opens a cloud over AWS's wire protocols. AWS itself and the local cloud differ in `endpoint` alone.
 * Nothing is sent until the first call.
 */
export function connect(options: ConnectOptions = {}): ConnectedCloud {
  const clients = createClients(options);
  return {
    objects: createObjectStore(clients),
    buckets: createBuckets(clients),
    customizer: createModelCustomizer(clients),
    deployments: createDeployments(clients),
    throughput: createThroughput(clients),
    runtime: createModelRuntime(clients),
    batches: createBatchJobs(clients),
    roles: createRoleManager(clients),
    schedules: createSchedules(clients),
    priceList: createPriceList(clients),
    monitoring: createMonitoring(clients),
    eventRules: createEventRules(clients),
    topics: createTopics(clients),
    connection: createConnection(clients, options),
    catalogue: createModelCatalogue(clients),
    policies: createPolicyReader(clients),
    bucketGuards: createBucketGuards(clients),
    keys: createKeyReader(clients),
    quotas: createQuotaReader(clients),
    clock: {
      now: () => Date.now(),
      sleep: async (milliseconds, signal) => {
        await sleepFor(milliseconds, undefined, signal ? { signal } : {});
      },
    },
    identity: (signal) =>
      call('find out who the credentials belong to', signal, async () => {
        const [client, { GetCallerIdentityCommand }] = await Promise.all([
          clients.sts(),
          import('@aws-sdk/client-sts'),
        ]);
        const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), sending(signal));
        const endpoint = (await configuredEndpoint(options, 'Bedrock'))?.url;
        const others = await elsewhere(options, endpoint);
        return {
          accountId: Account ?? '',
          callerArn: Arn ?? '',
          region: await client.config.region(),
          ...(endpoint && { endpoint }),
          ...(Object.keys(others).length > 0 && { otherEndpoints: others }),
          rehearsal: endpoint !== undefined && isLoopback(endpoint),
        };
      }),
    close: () => clients.destroy(),
  };
}
