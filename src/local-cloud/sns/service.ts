import type { ServiceDefinition } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { publishOperations } from './publish.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { topicOperations } from './topic-operations.ts';
import { createSnsTables } from './topic-store.ts';

/** Simple Notification Service: topics with their policies. Published messages are kept (`messages.ts`), not sent anywhere. */
export function createSnsService(cloud: Pick<Cloud, 'database' | 'clock'>): ServiceDefinition {
  createSnsTables(cloud.database);
  return {
    name: 'sns',
    signingName: 'sns',
    protocol: 'awsQuery',
    loadSchemas: () => import('@aws-sdk/client-sns'),
    operations: { ...topicOperations(cloud), ...subscriptionOperations(cloud), ...publishOperations(cloud) },
  };
}
