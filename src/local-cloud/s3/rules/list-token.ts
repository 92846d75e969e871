import { invalidArgument } from './errors.ts';

/** An opaque continuation token: the last entry of the page. */
export function encodeListToken(last: string): string {
  return Buffer.from(last).toString('base64url');
}

/** @returns the entry to list on after; empty without a token. */
export function decodeListToken(token: string | undefined): string {
  if (token === undefined) return '';
  const last = Buffer.from(token, 'base64url').toString();
  if (token !== '' && encodeListToken(last) === token) return last;
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}
