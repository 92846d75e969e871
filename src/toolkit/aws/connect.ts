import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Cloud } from '../ports/cloud.ts';
import { createBatchJobs } from './batch-jobs.ts';
import { createBuckets } from './buckets.ts';
import { call, sending } from './call.ts';
import { type ConnectOptions, configuredEndpoint, createClients } from './clients.ts';
import { createDeployments } from './deployments.ts';
import { createEventRules } from './event-rules.ts';
import { createModelCustomizer } from './model-customizer.ts';
import { createModelRuntime } from './model-runtime.ts';
import { createMonitoring } from './monitoring.ts';
import { createObjectStore } from './object-store.ts';
import { createPriceList } from './price-list.ts';
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
        const endpoint = configuredEndpoint(options, 'BEDROCK');
        return {
          accountId: Account ?? '',
          callerArn: Arn ?? '',
          region: await client.config.region(),
          ...(endpoint && { endpoint }),
          rehearsal: endpoint !== undefined && isLoopback(endpoint),
        };
      }),
    close: () => clients.destroy(),
  };
}

const isLoopback = (url: string): boolean => {
  const { hostname } = new URL(url);
  return (
    hostname === '[::1]' || hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.')
  );
};
