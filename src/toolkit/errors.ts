/**
 * What kind of failure this is. The command line maps each family to an exit code, so a script can tell
 * "your data is bad" from "the tool broke".
 */
export type ErrorFamily = 'input' | 'data' | 'configuration' | 'service' | 'budget' | 'partial' | 'timeout';

export interface ErrorDetails {
  /** What the user can do about it, one sentence. */
  readonly remedy?: string;
  /** Whether the same call may succeed later without a change. Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** Base of every error that novatune throws on purpose. Not used for findings about data (those are values) nor for aborts (the signal's own reason is rethrown). */
export abstract class NovatuneError extends Error {
  abstract readonly family: ErrorFamily;
  /** Stable, kebab-case; documented in docs/errors.md. */
  readonly code: string;
  readonly remedy: string | undefined;
  readonly retryable: boolean;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy;
    this.retryable = details.retryable ?? false;
  }
}

/** An option, path or file that the caller gave cannot be used. */
export class InputError extends NovatuneError {
  override readonly name = 'InputError';
  override readonly family = 'input';
}

/** The data as a whole cannot go on, e.g. nothing was prepared or findings of severity `error` remain. Single problems are findings, not errors. */
export class DataError extends NovatuneError {
  override readonly name = 'DataError';
  override readonly family = 'data';
}

/** Credentials, region, endpoint or project file are missing or contradict each other. */
export class ConfigurationError extends NovatuneError {
  override readonly name = 'ConfigurationError';
  override readonly family = 'configuration';
}

/** The cloud refused or failed. `code` is ours; the service's own name and request id are kept beside it. */
export class CloudError extends NovatuneError {
  override readonly name = 'CloudError';
  override readonly family = 'service';
  /** Error name as the service sent it, e.g. `ValidationException`. */
  readonly serviceCode: string | undefined;
  /** AWS request id, for support cases. */
  readonly requestId: string | undefined;
  /** HTTP status of the answer, when there was one. */
  readonly status: number | undefined;

  constructor(
    code: string,
    message: string,
    details: ErrorDetails & {
      readonly serviceCode?: string | undefined;
      readonly requestId?: string | undefined;
      readonly status?: number | undefined;
    } = {},
  ) {
    super(code, message, details);
    this.serviceCode = details.serviceCode;
    this.requestId = details.requestId;
    this.status = details.status;
  }
}

/** Waiting ended before the awaited state came; the job, deployment or throughput goes on without us. */
export class WaitTimeoutError extends NovatuneError {
  override readonly name = 'WaitTimeoutError';
  override readonly family = 'timeout';
}

/** Some items failed and can be resumed; the rest is safely stored. */
export class PartialError extends NovatuneError {
  override readonly name = 'PartialError';
  override readonly family = 'partial';
}

/** The estimate of what is about to be paid exceeds what the caller allowed, or cannot be told. Nothing has been paid. */
export class BudgetError extends NovatuneError {
  override readonly name = 'BudgetError';
  override readonly family = 'budget';
}
