import type { Database, SqlValue } from '../../state/database.ts';
import { refusals } from '../refusals.ts';
import type { Scope } from '../scope.ts';

/** Page length when the request does not say, which is also the published maximum. */
const PAGE_LENGTH = 100;

interface Condition {
  readonly sql: string;
  readonly value: SqlValue | undefined;
}

/** One page by creation order. The token names the last row seen, so rows that come and go never shift a page. */
export function listPage<Row extends { readonly seq: number }>(
  database: Database,
  table: 'scheduler_group' | 'scheduler_schedule',
  scope: Scope,
  conditions: readonly Condition[],
  page: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): { readonly rows: readonly Row[]; readonly NextToken?: string } {
  const length = page.MaxResults ?? PAGE_LENGTH;
  const all = [
    { sql: 'accountId = ?', value: scope.accountId },
    { sql: 'region = ?', value: scope.region },
    ...conditions,
    { sql: 'seq > ?', value: page.NextToken === undefined ? undefined : openToken(table, page.NextToken) },
  ].flatMap(({ sql, value }) => (value === undefined ? [] : [{ sql, value }]));
  const rows = database
    .prepare<Row>(`SELECT * FROM ${table} WHERE ${all.map(({ sql }) => sql).join(' AND ')} ORDER BY seq LIMIT ?`)
    .all(...all.map(({ value }) => value), length + 1);
  const last = rows[length - 1];
  if (rows.length <= length || last === undefined) return { rows };
  return { rows: rows.slice(0, length), NextToken: Buffer.from(`${table} ${last.seq}`).toString('base64url') };
}

function openToken(table: string, token: string): number {
  const text = Buffer.from(token, 'base64url').toString();
  const seq = text.startsWith(`${table} `) ? Number(text.slice(table.length + 1)) : Number.NaN;
  if (!Number.isSafeInteger(seq)) throw refusals.validation('The provided NextToken is invalid.');
  return seq;
}
