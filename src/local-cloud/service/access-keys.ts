import type { Caller } from './operation.ts';

/** Finds who stands behind an access key that a service of this cloud handed out (sessions of `AssumeRole`). */
export interface CallerLookup {
  /** @returns undefined when no service handed this key out. An expired session is a ServiceError `ExpiredToken`. */
  callerOf(accessKeyId: string, sessionToken: string | undefined): Caller | undefined;
}

/** Finds the secret of an access key, to recompute signatures. */
export interface SecretLookup {
  /** @returns undefined for a key that does not exist. */
  secretOf(accessKeyId: string): string | undefined;
}
