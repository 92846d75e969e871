import { sha256Hex } from '../lib/hash.ts';

/** Hexadecimal digits of the hash that are used: 48 bits, exact in a number. */
const DIGITS = 12;

/**
 * Whether a document belongs to a share of all documents. The same on every machine and in every run; a larger share keeps every document of a
 * smaller one, so raising it moves no document back.
 * @param share 0 to 1
 */
export function inShare(document: string, share: number): boolean {
  return Number.parseInt(sha256Hex(document).slice(0, DIGITS), 16) / 16 ** DIGITS < share;
}
