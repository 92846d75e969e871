import { compareKeys, keyAfter, keyAfterPrefix } from './key-order.ts';

/** What to list. Entries are keys, and the common prefixes that a delimiter rolls keys up into. */
export interface ListingRequest {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  /** Only entries greater than this one; empty for all. */
  readonly after: string;
  /** Most entries to return. */
  readonly limit: number;
}

export interface Listing<Row> {
  readonly rows: readonly Row[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** Greatest entry returned, to list on `after` it; undefined when nothing was returned. */
  readonly last: string | undefined;
}

/**
 * Reads up to `limit` rows in key order.
 * @param from first key, inclusive. @param before last key, exclusive; undefined for no bound.
 */
export type KeyScan<Row> = (from: string, before: string | undefined, limit: number) => readonly Row[];

/** Rows read at first while a delimiter is in play; doubles until a common prefix lets the scan skip ahead. */
const FIRST_BATCH = 8;

function startOf({ prefix, delimiter, after }: ListingRequest): string | undefined {
  if (after === '' || compareKeys(after, prefix) < 0) return prefix;
  // Every key under a common prefix that is not greater than `after` belongs to an entry already passed.
  const end = delimiter === '' || !after.startsWith(prefix) ? -1 : after.indexOf(delimiter, prefix.length);
  return end < 0 ? keyAfter(after) : keyAfterPrefix(after.slice(0, end + delimiter.length));
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** Where to read on after `end`, the last row read: past the common prefix that it belongs to. */
function nextAfter(end: string, { prefix, delimiter }: ListingRequest): string | undefined {
  const commonPrefix = commonPrefixOf(end, prefix, delimiter);
  return commonPrefix === undefined ? keyAfter(end) : keyAfterPrefix(commonPrefix);
}

/**
 * Lists by range scans: the keys below a common prefix are skipped with one index seek, however many they are,
 * so a listing reads O(entries returned) rows.
 */
export function listKeys<Row extends { readonly key: string }>(
  scan: KeyScan<Row>,
  request: ListingRequest,
): Listing<Row> {
  const { prefix, delimiter, limit } = request;
  const rows: Row[] = [];
  const commonPrefixes: string[] = [];
  const before = keyAfterPrefix(prefix);
  let last: string | undefined;
  let from = limit > 0 ? startOf(request) : undefined;
  let batch = delimiter === '' ? limit + 1 : FIRST_BATCH;
  while (from !== undefined) {
    const found = scan(from, before, batch);
    const known = commonPrefixes.length;
    for (const row of found) {
      const commonPrefix = commonPrefixOf(row.key, prefix, delimiter);
      const entry = commonPrefix ?? row.key;
      if (entry === last) continue;
      if (rows.length + commonPrefixes.length === limit) return { rows, commonPrefixes, truncated: true, last };
      if (commonPrefix === undefined) rows.push(row);
      else commonPrefixes.push(commonPrefix);
      last = entry;
    }
    const end = found.length < batch ? undefined : found.at(-1);
    from = end && nextAfter(end.key, request);
    batch = commonPrefixes.length > known ? FIRST_BATCH : Math.min(batch * 2, limit + 1);
  }
  return { rows, commonPrefixes, truncated: false, last };
}
