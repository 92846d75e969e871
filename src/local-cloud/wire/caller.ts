import type { CallerLookup } from '../service/access-keys.ts';
import type { Caller } from '../service/operation.ts';
import type { Signature } from './sigv4.ts';

/**
 * Who signed: a session that this cloud handed out, else the root of the account. An access key of 12 digits names its own account,
 * so that tests can act for several; any other key belongs to `defaultAccount`.
 */
export function callerOf(signature: Signature, lookups: readonly CallerLookup[], defaultAccount: string): Caller {
  const { accessKeyId, sessionToken } = signature;
  for (const lookup of lookups) {
    const caller = lookup.callerOf(accessKeyId, sessionToken);
    if (caller) return caller;
  }
  const accountId = /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount;
  return { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, accessKeyId };
}
