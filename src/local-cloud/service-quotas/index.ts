export { createServiceQuotasService } from './service.ts';
