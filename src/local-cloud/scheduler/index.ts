export { createSchedulerService } from './scheduler-service.ts';
