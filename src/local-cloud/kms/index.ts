export { createKmsService } from './service.ts';
