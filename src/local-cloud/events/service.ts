import type { ServiceDefinition } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import type { EventBus } from './event-bus.ts';
import { eventOperations } from './event-operations.ts';
import { ruleOperations } from './rule-operations.ts';
import { targetOperations } from './target-operations.ts';

/** EventBridge: rules with event patterns on the default bus, delivered to SNS topics. */
export function createEventsService(cloud: Pick<Cloud, 'database'>, bus: EventBus): ServiceDefinition {
  return {
    name: 'events',
    signingName: 'events',
    protocol: 'awsJson1_1',
    loadSchemas: () => import('@aws-sdk/client-eventbridge'),
    operations: { ...ruleOperations(cloud), ...targetOperations(cloud), ...eventOperations(bus) },
  };
}
