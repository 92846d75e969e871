import { ServiceError } from '../service/service-error.ts';

/** Refusals in the words of EventBridge where they are known. */
export const refusals = {
  noRule: (name: string): ServiceError =>
    new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`),
  noBus: (name: string): ServiceError =>
    new ServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`),
  noResource: (arn: string): ServiceError => new ServiceError('ResourceNotFoundException', `${arn} does not exist.`),
  pattern: (reason: string): ServiceError =>
    new ServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`),
  validation: (message: string): ServiceError => new ServiceError('ValidationException', message, { status: 400 }),
  limit: (message: string): ServiceError => new ServiceError('LimitExceededException', message),
} as const;
