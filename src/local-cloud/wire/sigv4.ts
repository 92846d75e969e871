import type { Protocol } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';

/** What a request says about who signed it, where and when. */
export interface Signature {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly day: string;
  readonly region: string;
  /** Signing name in the credential scope. */
  readonly service: string;
  /** Lower case, in the order given. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  readonly sessionToken: string | undefined;
  /** Seconds a presigned URL lives, undefined for signed headers. */
  readonly expiresIn: number | undefined;
}

interface SignedParts {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Longest life of a presigned URL, seconds: seven days. */
const MAX_EXPIRY = 604_800;
const ALGORITHM = 'AWS4-HMAC-SHA256';
/** What HTTP/2 has in place of the Host header; SDK clients sign it under this name. */
export const AUTHORITY = ':authority';

/** Why a signature is refused, before the protocol gives it its own code. */
export class MalformedSignature extends Error {
  override readonly name = 'MalformedSignature';
  readonly presigned: boolean;

  constructor(message: string, presigned: boolean) {
    super(message);
    this.presigned = presigned;
  }
}

/**
 * Reads a signature version 4 from the Authorization header or the query string.
 * @returns undefined for an unsigned request.
 * @throws {MalformedSignature} when there is one that no signer would make.
 */
export function parseSignature(request: SignedParts): Signature | undefined {
  const header = request.headers.authorization;
  if (header !== undefined) return fromHeader(header, request);
  return request.query.has('X-Amz-Algorithm') || request.query.has('X-Amz-Signature') ? fromQuery(request) : undefined;
}

function fromHeader(header: string, { headers }: SignedParts): Signature {
  const fail = (reason: string): never => {
    throw new MalformedSignature(
      `${reason} Authorization=${ALGORITHM} must name Credential, SignedHeaders and Signature.`,
      false,
    );
  };
  const [algorithm, rest = ''] = splitOnce(header, ' ');
  if (algorithm !== ALGORITHM) fail(`Unsupported authorization type ${algorithm.slice(0, 64)}.`);
  const fields = new Map(rest.split(',').map((field) => splitOnce(field.trim(), '=')));
  const credential = fields.get('Credential') ?? fail("Authorization header requires 'Credential' parameter.");
  const signedHeaders = fields.get('SignedHeaders') ?? fail("Authorization header requires 'SignedHeaders' parameter.");
  const signature = fields.get('Signature') ?? fail("Authorization header requires 'Signature' parameter.");
  const date = headers['x-amz-date'] ?? '';
  return assemble({ credential, signedHeaders, signature, date }, headers['x-amz-security-token'], undefined);
}

function fromQuery({ query }: SignedParts): Signature {
  const take = (name: string): string => {
    const value = query.get(name);
    if (value === null || value === '') {
      throw new MalformedSignature(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
        true,
      );
    }
    return value;
  };
  if (take('X-Amz-Algorithm') !== ALGORITHM) {
    throw new MalformedSignature(`X-Amz-Algorithm only supports "${ALGORITHM}"`, true);
  }
  const expiresIn = Number(take('X-Amz-Expires'));
  if (!Number.isInteger(expiresIn) || expiresIn < 0 || expiresIn > MAX_EXPIRY) {
    throw new MalformedSignature(`X-Amz-Expires must be a number of seconds from 0 to ${MAX_EXPIRY}`, true);
  }
  const parts = {
    credential: take('X-Amz-Credential'),
    signedHeaders: take('X-Amz-SignedHeaders'),
    signature: take('X-Amz-Signature'),
    date: take('X-Amz-Date'),
  };
  return assemble(parts, query.get('X-Amz-Security-Token') ?? undefined, expiresIn);
}

interface Parts {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
}

function assemble(parts: Parts, sessionToken: string | undefined, expiresIn: number | undefined): Signature {
  const presigned = expiresIn !== undefined;
  const scope = /^(.+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/.exec(parts.credential);
  if (!scope) {
    throw new MalformedSignature(
      'Credential must have the form <access key>/<YYYYMMDD>/<region>/<service>/aws4_request.',
      presigned,
    );
  }
  const [, accessKeyId = '', day = '', region = '', service = ''] = scope;
  if (!/^\d{8}T\d{6}Z$/.test(parts.date)) {
    throw new MalformedSignature('X-Amz-Date must be in the ISO 8601 basic format YYYYMMDDTHHMMSSZ.', presigned);
  }
  if (!parts.date.startsWith(day)) {
    throw new MalformedSignature(
      `Date in Credential scope does not match YYYYMMDD of X-Amz-Date (${parts.date}).`,
      presigned,
    );
  }
  if (!/^[0-9a-f]{64}$/.test(parts.signature)) {
    throw new MalformedSignature('Signature must be 64 lower-case hexadecimal digits.', presigned);
  }
  const signedHeaders = parts.signedHeaders.split(';');
  if (!signedHeaders.includes('host') && !signedHeaders.includes(AUTHORITY)) {
    throw new MalformedSignature("'Host' must be a signed header.", presigned);
  }
  return {
    accessKeyId,
    day,
    region,
    service,
    signedHeaders,
    signature: parts.signature,
    date: parts.date,
    sessionToken,
    expiresIn,
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Names of regions, e.g. `us-east-1`, `us-gov-west-1`. */
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** @throws {ServiceError} when the scope is for another service or for no region. */
export function checkScope(signature: Signature, signingName: string, protocol: Protocol): void {
  const wrongService = signature.service !== signingName;
  if (!wrongService && REGION.test(signature.region)) return;
  const message = wrongService
    ? `Credential should be scoped to correct service: '${signingName}', not '${signature.service}'.`
    : `Credential should be scoped to a valid region, not '${signature.region}'.`;
  throw refusals.malformed(protocol, message, signature.expiresIn !== undefined);
}

/** The refusals of the protocols, each in its own words. */
export const refusals = {
  unsigned(protocol: Protocol): ServiceError {
    if (protocol === 'restXml') return new ServiceError('AccessDenied', 'Access Denied', { status: 403 });
    const code = protocol === 'awsQuery' ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException';
    const message =
      protocol === 'awsQuery' ? 'Request is missing Authentication Token' : 'Missing Authentication Token';
    return new ServiceError(code, message, { status: 403 });
  },
  malformed(protocol: Protocol, message: string, presigned: boolean): ServiceError {
    if (protocol === 'restXml') {
      const code = presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
      return new ServiceError(code, message, { status: 400 });
    }
    const code = protocol === 'awsQuery' ? 'IncompleteSignature' : 'IncompleteSignatureException';
    return new ServiceError(code, message, { status: 403 });
  },
  unknownKey(protocol: Protocol): ServiceError {
    if (protocol === 'restXml') {
      const message = 'The AWS Access Key Id you provided does not exist in our records.';
      return new ServiceError('InvalidAccessKeyId', message, { status: 403 });
    }
    const code = protocol === 'awsQuery' ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
    return new ServiceError(code, 'The security token included in the request is invalid.', { status: 403 });
  },
  expiredToken(protocol: Protocol): ServiceError {
    if (protocol === 'restXml')
      return new ServiceError('ExpiredToken', 'The provided token has expired.', { status: 400 });
    const code = protocol === 'awsQuery' ? 'ExpiredToken' : 'ExpiredTokenException';
    return new ServiceError(code, 'The security token included in the request is expired', { status: 403 });
  },
  mismatch(protocol: Protocol): ServiceError {
    const code =
      protocol === 'restXml' || protocol === 'awsQuery' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    const message =
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
    return new ServiceError(code, message, { status: 403 });
  },
  expired(protocol: Protocol, presigned: boolean): ServiceError {
    if (protocol !== 'restXml') {
      const code = protocol === 'awsQuery' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
      return new ServiceError(code, 'Signature expired or not yet current: more than 15 minutes from now.', {
        status: 403,
      });
    }
    return presigned
      ? new ServiceError('AccessDenied', 'Request has expired', { status: 403 })
      : new ServiceError(
          'RequestTimeTooSkewed',
          'The difference between the request time and the current time is too large.',
          { status: 403 },
        );
  },
} as const;
