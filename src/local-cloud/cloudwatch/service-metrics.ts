import type { Cloud, ServiceMetrics } from '../state/ports.ts';
import { distributionOf } from './metrics/distribution.ts';
import { openMetricStore } from './metrics/metric-store.ts';

/** CloudWatch as the other services of the cloud use it. */
export function openServiceMetrics(parts: Pick<Cloud, 'database' | 'clock'>): ServiceMetrics {
  const store = openMetricStore(parts);
  return {
    record: ({ values, ...metric }) =>
      parts.database.transaction(() => {
        for (const [name, { value, unit }] of Object.entries(values)) {
          store.add({ ...metric, name }, unit, parts.clock.now(), [distributionOf(value)]);
        }
      }),
  };
}
