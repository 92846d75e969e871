import { CloudError, ConfigurationError, type NovatuneError } from '../errors.ts';

interface ErrorRule {
  readonly code: string;
  readonly retryable: boolean;
  readonly remedy?: string;
}

/**
 * Service error names to our codes, without the ending `Exception` that some services and SDKs put behind the same names.
 * From the published models of Bedrock, Bedrock Runtime, S3, IAM and STS.
 */
const RULES: Readonly<Record<string, ErrorRule>> = {
  AccessDenied: denied(),
  AllAccessDisabled: denied(),
  RegionDisabled: denied(),
  Validation: invalid(),
  ValidationError: invalid(),
  InvalidInput: invalid(),
  InvalidRequest: invalid(),
  InvalidParameter: invalid(),
  InvalidParameterValue: invalid(),
  InvalidParameterCombination: invalid(),
  MissingRequiredParameter: invalid(),
  InvalidEventPattern: invalid(),
  MalformedPolicyDocument: invalid(),
  ResourceNotFound: { code: 'not-found', retryable: false },
  NoSuchEntity: { code: 'not-found', retryable: false },
  NoSuchBucket: { code: 'not-found', retryable: false },
  NoSuchTagSet: { code: 'not-found', retryable: false },
  NoSuchKey: { code: 'not-found', retryable: false },
  NoSuchUpload: { code: 'not-found', retryable: false },
  NotFound: { code: 'not-found', retryable: false },
  NoSuchResource: { code: 'not-found', retryable: false },
  Conflict: conflict(),
  ResourceInUse: conflict(),
  EntityAlreadyExists: conflict(),
  DeleteConflict: conflict(),
  BucketAlreadyExists: {
    ...conflict(),
    remedy: 'Bucket names are shared by all of AWS: choose another one.',
  },
  BucketAlreadyOwnedByYou: conflict(),
  BucketNotEmpty: conflict(),
  // IAM asks to try again while another change of the same role is under way, S3 while the bucket is being made or deleted.
  ConcurrentModification: { code: 'conflict', retryable: true },
  EntityTemporarilyUnmodifiable: { code: 'conflict', retryable: true },
  OperationAborted: { code: 'conflict', retryable: true },
  ServiceQuotaExceeded: quota(),
  LimitExceeded: quota(),
  TooManyTags: quota(),
  TooManyBuckets: quota(),
  Throttling: { code: 'throttled', retryable: true },
  SlowDown: { code: 'throttled', retryable: true },
  TooManyRequests: { code: 'throttled', retryable: true },
  ModelNotReady: { code: 'model-not-ready', retryable: true },
  ModelTimeout: { code: 'model-timeout', retryable: true },
  ModelError: { code: 'model-error', retryable: true },
  ModelStreamError: { code: 'model-error', retryable: true },
  RequestTimeout: { code: 'service-unavailable', retryable: true },
  ServiceUnavailable: { code: 'service-unavailable', retryable: true },
  InternalServer: { code: 'service-unavailable', retryable: true },
  InternalError: { code: 'service-unavailable', retryable: true },
  ServiceFailure: { code: 'service-unavailable', retryable: true },
};

const ruleFor = (name: string): ErrorRule | undefined => {
  const key = name.replace(/Exception$/, '');
  return Object.hasOwn(RULES, key) ? RULES[key] : undefined;
};

/** Errors of the credential chain, where nothing was sent, and refusals of the credentials themselves. */
const CREDENTIAL_ERRORS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
]);

const NETWORK_ERRORS = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|TimeoutError)$/;

function invalid(): ErrorRule {
  return { code: 'service-validation', retryable: false };
}

function conflict(): ErrorRule {
  return { code: 'conflict', retryable: false };
}

function quota(): ErrorRule {
  return {
    code: 'quota-exceeded',
    retryable: false,
    remedy: 'Ask for more in the Service Quotas console, or free what is no longer needed.',
  };
}

function denied(): ErrorRule {
  return {
    code: 'access-denied',
    retryable: false,
    remedy: 'Check that the caller (and the job role, if one is named) may do this.',
  };
}

/**
 * Turns what the SDK threw into an error of ours, or rethrows the abort reason.
 * @param doing what was being done, for the message: `create customization job invoices-1`.
 */
export function mapError(error: unknown, doing: string, signal?: AbortSignal): NovatuneError {
  if (signal?.aborted) throw signal.reason;
  const { name, message, code, status, requestId } = describe(error);
  if (CREDENTIAL_ERRORS.has(name)) {
    return new ConfigurationError('credentials', `Could not ${doing}: ${message}`, {
      remedy: 'Check AWS_PROFILE or the access key; with SSO run `aws sso login --profile <profile>` and try again.',
      cause: error,
    });
  }
  if (/region is missing/i.test(message)) {
    return new ConfigurationError('region-missing', `Could not ${doing}: no AWS region is set.`, {
      remedy: 'Pass --region us-east-1 or set AWS_REGION.',
      cause: error,
    });
  }
  if (NETWORK_ERRORS.test(name) || NETWORK_ERRORS.test(code)) {
    return new CloudError('network', `Could not ${doing}: ${message || code}`, { retryable: true, cause: error });
  }
  const rule = ruleFor(name) ?? fallbackRule(status);
  return new CloudError(rule.code, `Could not ${doing}: ${message}`, {
    retryable: rule.retryable,
    ...(rule.remedy && { remedy: rule.remedy }),
    serviceCode: name,
    requestId,
    status,
    cause: error,
  });
}

/** Whether an error means that the thing asked for does not exist. */
export function isNotFound(error: unknown): boolean {
  const { name, status } = describe(error);
  return ruleFor(name)?.code === 'not-found' || (status === 404 && name === 'Unknown');
}

function fallbackRule(status: number | undefined): ErrorRule {
  if (status === 404) return { code: 'not-found', retryable: false };
  if (status === 403) return denied();
  if (status === 409) return conflict();
  if (status === 429) return { code: 'throttled', retryable: true };
  return { code: 'service-error', retryable: status !== undefined && status >= 500 };
}

interface Described {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

function describe(error: unknown): Described {
  if (!(error instanceof Error))
    return { name: 'Unknown', message: String(error), code: '', status: undefined, requestId: undefined };
  const { $metadata, code } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
    readonly code?: unknown;
  };
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' ? code : '',
    status: $metadata?.httpStatusCode,
    requestId: $metadata?.requestId,
  };
}
