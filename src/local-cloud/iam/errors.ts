import { ServiceError } from '../service/service-error.ts';
import { PolicySyntaxError } from './policy/index.ts';

/** HTTP status of IAM's error codes. Source: the `awsQueryError` traits of the published schemas. */
const STATUS = {
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  InvalidInput: 400,
  LimitExceeded: 409,
  MalformedPolicyDocument: 400,
  NoSuchEntity: 404,
  UnmodifiableEntity: 400,
  ValidationError: 400,
} as const;

/** @param code IAM's wire code, without the `Exception` that SDK class names end in. */
export function iamError(code: keyof typeof STATUS, message: string): ServiceError {
  return new ServiceError(code, message, { status: STATUS[code] });
}

/** Runs `work`, turning a refused policy document into IAM's own error. */
export function refusingMalformed<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw iamError('MalformedPolicyDocument', error.message);
    throw error;
  }
}
