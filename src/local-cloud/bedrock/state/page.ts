import type { Database, SqlValue } from '../../state/database.ts';
import type { Scope } from '../control-plane.ts';
import { refusals } from '../refusals.ts';

/** One `AND` of a listing. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** No condition when `value` is absent, else `sql` with the value converted for its column. */
export function when<Value>(
  value: Value | undefined,
  sql: string,
  convert: (value: Value) => readonly SqlValue[],
): readonly Condition[] {
  return value === undefined ? [] : [{ sql, values: convert(value) }];
}

/** Conditions that every listing of Bedrock offers. */
export function commonConditions(filters: {
  readonly nameContains?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}): readonly Condition[] {
  return [
    ...when(filters.nameContains, 'instr(name, ?) > 0', (text) => [text]),
    ...when(filters.createdAfter, 'createdAt > ?', (time) => [time.getTime()]),
    ...when(filters.createdBefore, 'createdAt < ?', (time) => [time.getTime()]),
  ];
}

/** Page length when the request does not say; the published maximum is 1000. */
const DEFAULT_PAGE_LENGTH = 100;

/** How a request pages. Newest first unless it asks for `Ascending`. */
export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
  readonly sortOrder?: string | undefined;
}

/**
 * One page of a table, by creation order. Rows created or deleted between two calls never shift a page, because the token
 * names the last row seen and not a position.
 * @throws ServiceError ValidationException for a token that this listing did not give out.
 */
export function listPage<Row extends { readonly seq: number }>(
  database: Database,
  table: string,
  scope: Scope,
  conditions: readonly Condition[],
  page: PageRequest,
): { readonly rows: readonly Row[]; readonly nextToken?: string } {
  const ascending = page.sortOrder === 'Ascending';
  const listing = `${table} ${ascending ? 'a' : 'd'}`;
  const length = page.maxResults ?? DEFAULT_PAGE_LENGTH;
  const after = page.nextToken === undefined ? undefined : openToken(listing, page.nextToken);
  const all = [...conditions, ...when(after, `seq ${ascending ? '>' : '<'} ?`, (seq) => [seq])];
  const where = ['accountId = ?', 'region = ?', ...all.map((condition) => condition.sql)].join(' AND ');
  const rows = database
    .prepare<Row>(`SELECT * FROM ${table} WHERE ${where} ORDER BY seq ${ascending ? 'ASC' : 'DESC'} LIMIT ?`)
    .all(scope.accountId, scope.region, ...all.flatMap((condition) => condition.values), length + 1);
  const last = rows[length - 1];
  if (rows.length <= length || last === undefined) return { rows };
  return { rows: rows.slice(0, length), nextToken: sealToken(listing, last.seq) };
}

function sealToken(listing: string, seq: number): string {
  return Buffer.from(`${listing} ${seq}`).toString('base64url');
}

function openToken(listing: string, token: string): number {
  const text = Buffer.from(token, 'base64url').toString();
  const seq = text.startsWith(`${listing} `) ? Number(text.slice(listing.length + 1)) : Number.NaN;
  if (!Number.isSafeInteger(seq)) throw refusals.validation('The provided nextToken is invalid.');
  return seq;
}
