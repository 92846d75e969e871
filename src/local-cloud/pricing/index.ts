export { createPricingService } from './service.ts';
