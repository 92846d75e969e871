import type { ServiceDefinition } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { increaseOperations } from './increases.ts';
import { readOperations } from './read-quotas.ts';

/** Service Quotas for Amazon Bedrock: what is told is what the local cloud enforces. */
export function createServiceQuotasService(cloud: Pick<Cloud, 'database' | 'clock' | 'settings'>): ServiceDefinition {
  return {
    name: 'service-quotas',
    signingName: 'servicequotas',
    protocol: 'awsJson1_1',
    loadSchemas: () => import('@aws-sdk/client-service-quotas'),
    operations: { ...readOperations(cloud), ...increaseOperations(cloud) },
  };
}
