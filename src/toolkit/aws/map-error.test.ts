import { describe, expect, it } from 'vitest';
import { NovatuneError } from '../errors.ts';
import { isNotFound, mapError } from './map-error.ts';

/** An error as the SDK throws it. */
function serviceError(name: string, status?: number, message = 'The words of the service.'): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { ...(status !== undefined && { httpStatusCode: status }), requestId: 'request-1' },
  });
}

describe('mapError', () => {
  it.each([
    ['AccessDeniedException', 403, 'access-denied', false],
    ['AccessDenied', 403, 'access-denied', false],
    ['ValidationException', 400, 'service-validation', false],
    ['MalformedPolicyDocumentException', 400, 'service-validation', false],
    ['MalformedPolicyDocument', 400, 'service-validation', false],
    ['ResourceNotFoundException', 404, 'not-found', false],
    ['NoSuchEntityException', 404, 'not-found', false],
    ['NoSuchBucket', 404, 'not-found', false],
    ['ConflictException', 400, 'conflict', false],
    ['DeleteConflictException', 409, 'conflict', false],
    ['EntityAlreadyExistsException', 409, 'conflict', false],
    ['BucketAlreadyOwnedByYou', 409, 'conflict', false],
    ['BucketNotEmpty', 409, 'conflict', false],
    ['ConcurrentModificationException', 409, 'conflict', true],
    ['OperationAborted', 409, 'conflict', true],
    ['ServiceQuotaExceededException', 400, 'quota-exceeded', false],
    ['LimitExceededException', 409, 'quota-exceeded', false],
    ['ThrottlingException', 429, 'throttled', true],
    ['SlowDown', 503, 'throttled', true],
    ['ModelNotReadyException', 429, 'model-not-ready', true],
    ['ModelTimeoutException', 408, 'model-timeout', true],
    ['InternalServerException', 500, 'service-unavailable', true],
    ['ServiceUnavailableException', 503, 'service-unavailable', true],
    ['SomethingNew', 400, 'service-error', false],
    ['SomethingNew', 500, 'service-error', true],
    ['SomethingNew', 404, 'not-found', false],
    ['SomethingNew', 409, 'conflict', false],
    ['SomethingNew', 429, 'throttled', true],
    ['constructor', 400, 'service-error', false],
  ])('calls %s (%i) %s', (name, status, code, retryable) => {
    const cause = serviceError(name, status);
    expect(mapError(cause, 'create role r')).toMatchObject({
      name: 'CloudError',
      code,
      retryable,
      serviceCode: name,
      status,
      requestId: 'request-1',
      message: 'Could not create role r: The words of the service.',
      cause,
    });
  });

  it.each([
    'CredentialsProviderError',
    'ExpiredTokenException',
    'ExpiredToken',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'SignatureDoesNotMatch',
  ])('calls %s a matter of configuration', (name) => {
    expect(mapError(serviceError(name), 'list roles')).toMatchObject({
      name: 'ConfigurationError',
      code: 'credentials',
      remedy: expect.stringContaining('aws sso login'),
    });
  });

  it('knows a missing region', () => {
    expect(mapError(new Error('Region is missing'), 'list roles')).toMatchObject({ code: 'region-missing' });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'EPIPE'])('may try again after %s', (code) => {
    const cause = Object.assign(new Error(''), { code });
    expect(mapError(cause, 'list roles')).toMatchObject({
      code: 'network',
      retryable: true,
      message: `Could not list roles: ${code}`,
    });
  });

  it('lets an abort be an abort', () => {
    const signal = AbortSignal.abort(new Error('enough'));
    expect(() => mapError(serviceError('AbortError'), 'list roles', signal)).toThrow('enough');
  });

  it('turns anything that is thrown into an error of ours', () => {
    for (const thrown of [undefined, null, 'text', 7, {}]) {
      expect(mapError(thrown, 'list roles')).toBeInstanceOf(NovatuneError);
    }
  });
});

describe('isNotFound', () => {
  it('tells what is not there from what may not be seen', () => {
    expect(isNotFound(serviceError('NoSuchKey', 404))).toBe(true);
    expect(isNotFound(serviceError('NotFound', 404))).toBe(true);
    expect(isNotFound(serviceError('NoSuchEntityException', 404))).toBe(true);
    expect(isNotFound(serviceError('AccessDenied', 403))).toBe(false);
    expect(isNotFound(serviceError('UnknownOperationException', 404))).toBe(false);
    expect(isNotFound('NotFound')).toBe(false);
  });
});
