import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import type { OperationContext, StreamingBody } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import { incompleteBody, invalidRequest } from '../rules/errors.ts';
import type { ReceivedBytes } from '../store/receive.ts';
import {
  CHECKSUM_ALGORITHM_NAMES,
  CHECKSUM_ALGORITHMS,
  checksumAlgorithmNamed,
  DEFAULT_CHECKSUM_ALGORITHM,
} from './algorithms.ts';
import { type ChecksumMembers, checksumIn } from './checksum-members.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html

/** How the bytes of a request are to be checked once they have arrived. */
export interface IntegrityPlan {
  readonly algorithm: ChecksumAlgorithm;
  /** Whether the client named the algorithm, or S3 took its own. */
  readonly isDefault: boolean;
  /** Base64, from a header. */
  readonly expected: string | undefined;
  readonly isTrailing: boolean;
  /** Base64, from Content-MD5. */
  readonly md5: string | undefined;
  /** Bytes that the client promised; undefined when it said nothing. */
  readonly length: number | undefined;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MD5_BYTES = 16;
const HEADER_PREFIX = 'x-amz-checksum-';

const isDigest = (value: string, bytes: number): boolean =>
  BASE64.test(value) && Buffer.from(value, 'base64').length === bytes;

function assertChecksumForm(algorithm: ChecksumAlgorithm, value: string): void {
  if (isDigest(value, CHECKSUM_ALGORITHMS[algorithm].length)) return;
  throw invalidRequest(`Value for ${HEADER_PREFIX}${algorithm.toLowerCase()} header is invalid.`);
}

function trailingAlgorithm(headers: OperationContext['headers']): ChecksumAlgorithm | undefined {
  for (const name of (headers['x-amz-trailer'] ?? '').split(',')) {
    const header = name.trim().toLowerCase();
    if (!header.startsWith(HEADER_PREFIX)) continue;
    const algorithm = checksumAlgorithmNamed(header.slice(HEADER_PREFIX.length));
    if (!algorithm) throw invalidRequest('The value specified in the x-amz-trailer header is not supported');
    return algorithm;
  }
  return undefined;
}

function assertLengthGiven(headers: OperationContext['headers']): void {
  const isOpenEnded = /\bchunked\b/.test(headers['transfer-encoding'] ?? '');
  if (!isOpenEnded || headers['x-amz-decoded-content-length'] !== undefined) return;
  throw new ServiceError('MissingContentLength', 'You must provide the Content-Length HTTP header.', { status: 411 });
}

/**
 * Reads from the request how its body is to be checked, before the first byte of it.
 */
export function planIntegrity(
  input: ChecksumMembers & {
    readonly ContentMD5?: string | undefined;
    readonly ChecksumAlgorithm?: string | undefined;
  },
  headers: OperationContext['headers'],
): IntegrityPlan {
  assertLengthGiven(headers);
  const md5 = input.ContentMD5;
  if (md5 !== undefined && !isDigest(md5, MD5_BYTES)) {
    throw new ServiceError('InvalidDigest', 'The Content-MD5 you specified was invalid.', {
      status: 400,
      members: { 'Content-MD5': md5 },
    });
  }
  const given = CHECKSUM_ALGORITHM_NAMES.filter((name) => input[`Checksum${name}`] !== undefined);
  const trailing = trailingAlgorithm(headers);
  if (given.length + (trailing ? 1 : 0) > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const named = checksumIn(input);
  if (named) assertChecksumForm(named.algorithm, named.value);
  const announced = headers['x-amz-sdk-checksum-algorithm'];
  if (announced !== undefined && !named && !trailing) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const algorithm = named?.algorithm ?? trailing;
  const length = headers['content-length'];
  return {
    algorithm: algorithm ?? DEFAULT_CHECKSUM_ALGORITHM,
    isDefault: algorithm === undefined,
    expected: named?.value,
    isTrailing: trailing !== undefined,
    md5,
    length: length === undefined ? undefined : Number(length),
  };
}

/**
 * Holds received bytes against what the client said about them.
 * @returns their checksum by the plan's algorithm, base64.
 * @throws ServiceError `BadDigest`, `IncompleteBody`, `MalformedTrailerError`.
 */
export function assertIntegrity(
  bytes: ReceivedBytes,
  plan: IntegrityPlan,
  trailers: StreamingBody['trailers'],
): string {
  if (plan.length !== undefined && plan.length !== bytes.size) throw incompleteBody();
  const md5 = Buffer.from(bytes.md5, 'hex').toString('base64');
  if (plan.md5 !== undefined && plan.md5 !== md5) {
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
      status: 400,
      members: { ExpectedDigest: plan.md5, CalculatedDigest: md5 },
    });
  }
  const calculated = bytes.checksums.get(plan.algorithm);
  if (calculated === undefined) throw new Error(`No ${plan.algorithm} was calculated while receiving`);
  const expected = plan.isTrailing ? trailingChecksum(plan.algorithm, trailers) : plan.expected;
  if (expected !== undefined && expected !== calculated) {
    throw new ServiceError('BadDigest', `The ${plan.algorithm} you specified did not match the calculated checksum.`, {
      status: 400,
    });
  }
  return calculated;
}

function trailingChecksum(algorithm: ChecksumAlgorithm, trailers: StreamingBody['trailers']): string {
  const value = trailers?.[HEADER_PREFIX + algorithm.toLowerCase()];
  if (value === undefined) {
    throw new ServiceError(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
      { status: 400 },
    );
  }
  assertChecksumForm(algorithm, value);
  return value;
}
