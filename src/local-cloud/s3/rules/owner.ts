import { createHash } from 'node:crypto';

/** The canonical user of an account: 64 hexadecimal digits, always the same for the same account. */
export function ownerOf(accountId: string): { readonly ID: string } {
  return { ID: createHash('sha256').update(`canonical user of ${accountId}`).digest('hex') };
}
