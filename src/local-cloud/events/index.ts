export { openEventBus } from './event-bus.ts';
export { createEventsService } from './service.ts';
