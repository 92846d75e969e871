import { ServiceError } from '../service/service-error.ts';

/** A request that the service or the model does not take. */
export function invalid(message: string, cause?: unknown): ServiceError {
  return new ServiceError('ValidationException', message, { status: 400, cause });
}

/** What the model itself objects to, as Bedrock passes it on. */
export function refusedByModel(message: string, cause?: unknown): ServiceError {
  return invalid(`The model returned the following errors: ${message}`, cause);
}

/** A body that is not in the model's native schema. One violation is quoted, several are counted, as Bedrock does. */
export function malformed(violations: readonly string[]): ServiceError {
  const what = violations.length === 1 ? violations[0] : `${violations.length} schema violations found`;
  return invalid(`Malformed input request: ${what}, please reformat your input and try again.`);
}

/** A part of AWS's request that Nova would take and the stand-in cannot. */
export function notRead(place: string, what: string): ServiceError {
  return invalid(`${place}: the local stand-in model does not read ${what}. Send text and images.`);
}
