import { ServiceError } from '../service/service-error.ts';

/** `modelIdentifier`, `modelNotFound` and `onDemand` are texts seen on the wire; the others are in our own words. */
export const refusals = {
  modelIdentifier: (): ServiceError =>
    new ServiceError('ValidationException', 'The provided model identifier is invalid.'),
  modelNotFound: (): ServiceError => new ServiceError('ResourceNotFoundException', 'Model not found.'),
  onDemand: (modelId: string): ServiceError =>
    new ServiceError(
      'ValidationException',
      `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    ),
  notFound: (kind: string, identifier: string): ServiceError =>
    new ServiceError('ResourceNotFoundException', `Could not find ${kind} ${identifier}.`),
  validation: (message: string): ServiceError => new ServiceError('ValidationException', message),
  conflict: (message: string): ServiceError => new ServiceError('ConflictException', message),
  quota: (message: string): ServiceError => new ServiceError('ServiceQuotaExceededException', message),
  notEmulated: (what: string): ServiceError =>
    new ServiceError('ValidationException', `The local cloud does not emulate ${what}.`),
} as const;

/** Narrows a member that the wire has already required. */
export function required<Value>(value: Value | undefined, member: string): Value {
  if (value === undefined) {
    throw refusals.validation(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}
