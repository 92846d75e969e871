import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Database } from '../../state/database.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What an alarm watches and does: the request that made it, without its tags. */
export type AlarmConfig = Omit<PutMetricAlarmInput, 'Tags'>;

export interface AlarmScope {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
}

interface AlarmFacts extends AlarmScope {
  readonly arn: string;
  readonly name: string;
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData: string | null;
  /** Milliseconds since the epoch: when the state last changed, when the configuration did, and up to when it has been evaluated. */
  readonly stateAt: number;
  readonly configuredAt: number;
  readonly evaluatedAt: number;
}

export interface Alarm extends AlarmFacts {
  readonly config: AlarmConfig;
}

/** One line of an alarm's history. */
export interface HistoryItem extends AlarmScope {
  readonly alarmName: string;
  readonly at: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS cloudwatch_alarm (
  arn TEXT PRIMARY KEY, accountId TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, config TEXT NOT NULL, state TEXT NOT NULL,
  reason TEXT NOT NULL, reasonData TEXT, stateAt INTEGER NOT NULL, configuredAt INTEGER NOT NULL, evaluatedAt INTEGER NOT NULL,
  UNIQUE (accountId, region, name)
);
CREATE TABLE IF NOT EXISTS cloudwatch_alarm_history (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, accountId TEXT NOT NULL, region TEXT NOT NULL, alarmName TEXT NOT NULL,
  at INTEGER NOT NULL, type TEXT NOT NULL, summary TEXT NOT NULL, data TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS cloudwatch_tag (
  arn TEXT NOT NULL REFERENCES cloudwatch_alarm (arn) ON DELETE CASCADE, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (arn, key)
);
`;

/** History is kept for 30 days, as on AWS. Milliseconds. */
const HISTORY_KEPT = 30 * 24 * 3_600_000;

/** Creates the tables of alarms where they are missing. */
export function createAlarmTables(database: Database): void {
  database.execute(SCHEMA);
}

interface AlarmRow extends AlarmFacts {
  readonly config: string;
}

const openAlarm = (row: AlarmRow): Alarm => ({ ...row, config: JSON.parse(row.config) as AlarmConfig });

export function findAlarm(database: Database, { accountId, region }: AlarmScope, name: string): Alarm | undefined {
  const row = database
    .prepare<AlarmRow>('SELECT * FROM cloudwatch_alarm WHERE accountId = ? AND region = ? AND name = ?')
    .get(accountId, region, name);
  return row && openAlarm(row);
}

export function findAlarmByArn(database: Database, arn: string): Alarm | undefined {
  const row = database.prepare<AlarmRow>('SELECT * FROM cloudwatch_alarm WHERE arn = ?').get(arn);
  return row && openAlarm(row);
}

/** Alarms by name; those of an account and region, or of all. */
export function listAlarms(database: Database, scope?: AlarmScope): readonly Alarm[] {
  const rows = scope
    ? database
        .prepare<AlarmRow>('SELECT * FROM cloudwatch_alarm WHERE accountId = ? AND region = ? ORDER BY name')
        .all(scope.accountId, scope.region)
    : database.prepare<AlarmRow>('SELECT * FROM cloudwatch_alarm ORDER BY name').all();
  return rows.map(openAlarm);
}

export function putAlarm(database: Database, alarm: Alarm): void {
  const { arn, accountId, region, name, config, state, reason, reasonData, stateAt, configuredAt, evaluatedAt } = alarm;
  database
    .prepare(
      `INSERT INTO cloudwatch_alarm VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET
         config = excluded.config, state = excluded.state, reason = excluded.reason, reasonData = excluded.reasonData,
         stateAt = excluded.stateAt, configuredAt = excluded.configuredAt, evaluatedAt = excluded.evaluatedAt`,
    )
    .run(
      arn,
      accountId,
      region,
      name,
      JSON.stringify(config),
      state,
      reason,
      reasonData,
      stateAt,
      configuredAt,
      evaluatedAt,
    );
}

export function deleteAlarm(database: Database, arn: string): void {
  database.prepare('DELETE FROM cloudwatch_alarm WHERE arn = ?').run(arn);
}

export function addHistory(database: Database, item: HistoryItem): void {
  database
    .prepare(
      'INSERT INTO cloudwatch_alarm_history (accountId, region, alarmName, at, type, summary, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(item.accountId, item.region, item.alarmName, item.at, item.type, item.summary, item.data);
  database.prepare('DELETE FROM cloudwatch_alarm_history WHERE at < ?').run(item.at - HISTORY_KEPT);
}

/** History of an account and region, oldest first. */
export function listHistory(
  database: Database,
  { accountId, region }: AlarmScope,
): readonly (HistoryItem & { readonly seq: number })[] {
  return database
    .prepare<HistoryItem & { seq: number }>(
      'SELECT * FROM cloudwatch_alarm_history WHERE accountId = ? AND region = ? ORDER BY at, seq',
    )
    .all(accountId, region);
}

export function alarmTags(database: Database, arn: string): Readonly<Record<string, string>> {
  const rows = database
    .prepare<{ key: string; value: string }>('SELECT key, value FROM cloudwatch_tag WHERE arn = ? ORDER BY key')
    .all(arn);
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

export function putAlarmTags(database: Database, arn: string, tags: Readonly<Record<string, string>>): void {
  const put = database.prepare('INSERT OR REPLACE INTO cloudwatch_tag VALUES (?, ?, ?)');
  for (const [key, value] of Object.entries(tags)) put.run(arn, key, value);
}

export function removeAlarmTags(database: Database, arn: string, keys: readonly string[]): void {
  const remove = database.prepare('DELETE FROM cloudwatch_tag WHERE arn = ? AND key = ?');
  for (const key of keys) remove.run(arn, key);
}
