import type { Operation } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import type { ServicePlan } from './service-plan.ts';

/**
 * What any operation of any service may answer, besides its own published list.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html and the protocols of
 * https://smithy.io/2.0/aws/protocols/index.html
 */
const COMMON_ERRORS: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InternalFailure',
  'InvalidAction',
  'InvalidClientTokenId',
  'InvalidParameterCombination',
  'InvalidParameterValue',
  'MissingAction',
  'MissingAuthenticationToken',
  'MissingParameter',
  'RequestEntityTooLarge',
  'RequestExpired',
  'SerializationException',
  'ServiceFailure',
  'ServiceUnavailable',
  'SignatureDoesNotMatch',
  'Throttling',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'ValidationError',
]);

/**
 * S3 has one list for all operations, which the API model does not repeat; those of it that are answered here.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const S3_ERRORS: ReadonlySet<string> = new Set([
  'AccessControlListNotSupported',
  'AuthorizationHeaderMalformed',
  'AuthorizationQueryParametersError',
  'BadDigest',
  'BadRequest',
  'BucketAlreadyExists',
  'BucketAlreadyOwnedByYou',
  'BucketNotEmpty',
  'EntityTooLarge',
  'EntityTooSmall',
  'IllegalLocationConstraintException',
  'IncompleteBody',
  'InternalError',
  'InvalidAccessKeyId',
  'InvalidArgument',
  'InvalidBucketName',
  'InvalidBucketOwnerAWSAccountID',
  'InvalidDigest',
  'InvalidLocationConstraint',
  'InvalidPart',
  'InvalidPartOrder',
  'InvalidRange',
  'InvalidRequest',
  'InvalidStorageClass',
  'InvalidTag',
  'InvalidToken',
  'InvalidURI',
  'KeyTooLongError',
  'MalformedPolicy',
  'MalformedTrailerError',
  'MalformedXML',
  'MetadataTooLarge',
  'MethodNotAllowed',
  'MissingContentLength',
  'MissingSecurityHeader',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchKey',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchTagSet',
  'NoSuchUpload',
  'NotImplemented',
  'NotModified',
  'PermanentRedirect',
  'PreconditionFailed',
  'RequestTimeTooSkewed',
  'RequestTimeout',
  'SignatureDoesNotMatch',
  'SlowDown',
  'XAmzContentSHA256Mismatch',
]);

/**
 * Errors that the operations answer although no published list has them, by `service:operation:code` or `service:*:code`, with the reason.
 * docs/wire-fidelity.md shows them.
 */
export const UNLISTED_ERRORS: Readonly<Record<string, string>> = {
  'events:*:ValidationException': 'AWS answers it for input that its own rules refuse, without listing it',
  'kms:*:ValidationException': 'AWS answers it for input that its own rules refuse, without listing it',
};

/** What {@link isPublishedError} needs of a service. */
export type ErrorLists = Pick<ServicePlan, 'definition' | 'errors' | 'errorLists'>;

/** Whether AWS publishes an error for an operation: in the operation's list, or as one of all operations. */
export function isPublishedError(
  { definition, errors, errorLists }: ErrorLists,
  operation: string,
  code: string,
): boolean {
  const { name, code: sent } = errors.get(code) ?? { name: code, code };
  if (COMMON_ERRORS.has(code) || COMMON_ERRORS.has(sent) || errorLists[operation]?.includes(name)) return true;
  return definition.protocol === 'restXml' && S3_ERRORS.has(code);
}

/** @returns the key of {@link UNLISTED_ERRORS} that allows the error, if any. */
export function unlistedKey(service: string, operation: string, code: string): string | undefined {
  return [`${service}:${operation}:${code}`, `${service}:*:${code}`].find((key) => Object.hasOwn(UNLISTED_ERRORS, key));
}

/** The operation, but an error that AWS does not publish for it, and that no difference explains, is a fault of the cloud. */
export function onlyPublishedErrors(plan: ErrorLists, operation: string, work: Operation): Operation {
  return async (input, context) => {
    try {
      return await work(input, context);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { code } = error;
      const service = plan.definition.name;
      if (isPublishedError(plan, operation, code) || unlistedKey(service, operation, code)) throw error;
      const message = `Expected ${service} ${operation} to refuse with an error of its published list, got ${code}: ${error.message}`;
      throw new Error(message, { cause: error });
    }
  };
}
