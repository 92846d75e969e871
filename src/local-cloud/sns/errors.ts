import { ServiceError } from '../service/service-error.ts';

/** Refusals in the words of SNS. */
export const refusals = {
  noTopic: (): ServiceError => new ServiceError('NotFoundException', 'Topic does not exist'),
  noTagged: (): ServiceError => new ServiceError('ResourceNotFoundException', 'Resource does not exist'),
  invalid: (what: string): ServiceError => new ServiceError('InvalidParameterException', `Invalid parameter: ${what}`),
  notEmulated: (what: string): ServiceError =>
    new ServiceError('InvalidParameterException', `Invalid parameter: the local cloud does not emulate ${what}`),
} as const;
