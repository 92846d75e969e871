import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import { refusals } from './refusals.ts';

export type KeyParts = Pick<Cloud, 'database' | 'clock'>;

/** Keys live in one account and one region. */
interface Scope {
  readonly accountId: string;
  readonly region: string;
}

export const scopeOf = ({ caller, region }: OperationContext): Scope => ({ accountId: caller.accountId, region });

/** Times are milliseconds since the epoch. A key that waits for its deletion has `deletedAt`. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS kms_key (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, accountId TEXT NOT NULL, region TEXT NOT NULL,
  id TEXT NOT NULL, description TEXT NOT NULL, usage TEXT NOT NULL, spec TEXT NOT NULL, enabled INTEGER NOT NULL,
  policy TEXT NOT NULL, createdAt INTEGER NOT NULL, deletedAt INTEGER
);
CREATE TABLE IF NOT EXISTS kms_alias (
  arn TEXT PRIMARY KEY, accountId TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, keyId TEXT NOT NULL,
  createdAt INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS kms_tag (
  arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
);
`;

export interface KeyRow extends Scope {
  readonly seq: number;
  readonly arn: string;
  readonly id: string;
  readonly description: string;
  readonly usage: string;
  readonly spec: string;
  readonly enabled: number;
  readonly policy: string;
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

export interface AliasRow extends Scope {
  readonly arn: string;
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
}

export const createKmsTables = ({ database }: KeyParts): void => database.execute(SCHEMA);

export const keyArn = ({ region, accountId }: Scope, id: string): string =>
  `arn:aws:kms:${region}:${accountId}:key/${id}`;

export const aliasArn = ({ region, accountId }: Scope, name: string): string =>
  `arn:aws:kms:${region}:${accountId}:${name}`;

/**
 * The key under an id, a key ARN, `alias/NAME` or an alias ARN. Its waiting time over, a key is gone with its aliases.
 * @throws ServiceError NotFoundException
 */
export function requireKey(parts: KeyParts, scope: Scope, name: string): KeyRow {
  forgetDeleted(parts);
  const { database } = parts;
  if (name.startsWith('arn:') && !name.startsWith(`arn:aws:kms:${scope.region}:`)) throw refusals.invalidArn(name);
  const short = name.startsWith('arn:') ? name.split(':').slice(5).join(':') : name;
  if (short.startsWith('alias/')) {
    const arn = name.startsWith('arn:') ? name : aliasArn(scope, short);
    const alias = database.prepare<AliasRow>('SELECT * FROM kms_alias WHERE arn = ?').get(arn);
    if (alias === undefined || alias.accountId !== scope.accountId) throw refusals.noAlias(arn);
    return requireKey(parts, scope, alias.keyId);
  }
  const id = short.replace(/^key\//, '');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw refusals.invalidKeyId(name);
  const arn = name.startsWith('arn:') ? name : keyArn(scope, id);
  const key = database.prepare<KeyRow>('SELECT * FROM kms_key WHERE arn = ?').get(arn);
  if (key === undefined || key.accountId !== scope.accountId) throw refusals.noKey(arn);
  return key;
}

function forgetDeleted({ database, clock }: KeyParts): void {
  database.transaction(() => {
    const gone = database.prepare<KeyRow>('SELECT * FROM kms_key WHERE deletedAt <= ?').all(clock.now());
    for (const { arn, accountId, region, id } of gone) {
      database.prepare('DELETE FROM kms_tag WHERE arn = ?').run(arn);
      database
        .prepare('DELETE FROM kms_alias WHERE accountId = ? AND region = ? AND keyId = ?')
        .run(accountId, region, id);
      database.prepare('DELETE FROM kms_key WHERE arn = ?').run(arn);
    }
  });
}

export function keysOf(parts: KeyParts, { accountId, region }: Scope): readonly KeyRow[] {
  forgetDeleted(parts);
  return parts.database
    .prepare<KeyRow>('SELECT * FROM kms_key WHERE accountId = ? AND region = ? ORDER BY seq')
    .all(accountId, region);
}

/** One page; the marker names the last item given out. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker, Limit = 100 }: { readonly Marker?: string | undefined; readonly Limit?: number | undefined },
): { readonly items: readonly Item[]; readonly next: { readonly Truncated: boolean; readonly NextMarker?: string } } {
  const start = Marker === undefined ? 0 : items.findIndex((item) => encode(keyOf(item)) === Marker) + 1;
  if (Marker !== undefined && start === 0) throw refusals.marker();
  const page = items.slice(start, start + Limit);
  const last = page.at(-1);
  if (last === undefined || start + page.length === items.length) return { items: page, next: { Truncated: false } };
  return { items: page, next: { Truncated: true, NextMarker: encode(keyOf(last)) } };
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');
