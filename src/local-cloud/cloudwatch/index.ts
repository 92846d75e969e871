export { createCloudWatchService } from './service.ts';
export { openServiceMetrics } from './service-metrics.ts';
