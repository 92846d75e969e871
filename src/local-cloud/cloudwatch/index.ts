export { openServiceMetrics } from './service-metrics.ts';
