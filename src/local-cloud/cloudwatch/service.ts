import type { ServiceDefinition } from '../service/operation.ts';
import type { Topics } from '../sns/index.ts';
import type { Cloud } from '../state/ports.ts';
import { alarmOperations } from './alarms/alarm-operations.ts';
import { createAlarmWatch } from './alarms/alarm-watch.ts';
import { putMetricAlarm } from './alarms/put-metric-alarm.ts';
import { openMetricStore } from './metrics/metric-store.ts';
import { putMetricData } from './metrics/put-metric-data.ts';
import { readOperations } from './metrics/read-operations.ts';

/** CloudWatch, and the evaluation of its alarms in the background. */
export interface CloudWatchService extends ServiceDefinition {
  /** Evaluates alarms from now on. Call once, when the cloud is complete. */
  resume(): void;
  /** Resolves when no evaluation goes on any more. Abort the cloud's signal first. */
  close(): Promise<void>;
}

/** Metrics by the minute and alarms on them. SDKs for JavaScript speak JSON, botocore whichever of the three it knows best. */
export function createCloudWatchService(
  cloud: Pick<Cloud, 'database' | 'clock' | 'log' | 'signal'>,
  topics: Topics,
): CloudWatchService {
  const store = openMetricStore(cloud);
  const watch = createAlarmWatch(cloud, store, topics);
  return {
    name: 'cloudwatch',
    signingName: 'monitoring',
    protocol: 'awsJson1_0',
    alsoSpeaks: ['rpcV2Cbor', 'awsQuery'],
    loadSchemas: () => import('@aws-sdk/client-cloudwatch'),
    operations: {
      PutMetricData: putMetricData(cloud, store),
      ...readOperations(cloud, store),
      PutMetricAlarm: putMetricAlarm(cloud, watch.catchUp),
      ...alarmOperations(cloud, watch),
    },
    resume: watch.start,
    close: watch.close,
  };
}
