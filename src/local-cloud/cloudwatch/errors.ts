import { ServiceError } from '../service/service-error.ts';

/** Refusals in the words of CloudWatch where they are known. */
export const refusals = {
  invalid: (message: string): ServiceError => new ServiceError('InvalidParameterValueException', message),
  combination: (message: string): ServiceError => new ServiceError('InvalidParameterCombinationException', message),
  missing: (member: string): ServiceError =>
    new ServiceError('MissingRequiredParameterException', `The parameter ${member} is required.`),
  validation: (message: string): ServiceError => new ServiceError('ValidationError', message, { status: 400 }),
  notEmulated: (what: string): ServiceError =>
    new ServiceError('InvalidParameterValueException', `The local cloud does not emulate ${what}.`),
  noAlarm: (name: string): ServiceError => new ServiceError('ResourceNotFound', `Unknown alarm ${name}`),
  noResource: (arn: string): ServiceError =>
    new ServiceError('ResourceNotFoundException', `${arn} does not exist.`, {
      members: { ResourceType: 'alarm', ResourceId: arn },
    }),
  token: (): ServiceError => new ServiceError('InvalidNextToken', 'The next token specified is invalid.'),
} as const;
