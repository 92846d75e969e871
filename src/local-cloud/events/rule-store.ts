import type { Target } from '@aws-sdk/client-eventbridge';
import type { Database } from '../state/database.ts';

/** The one event bus there is. */
export const DEFAULT_BUS = 'default';

export interface RuleScope {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
}

export interface Rule extends RuleScope {
  readonly name: string;
  readonly arn: string;
  /** JSON text as given. */
  readonly pattern: string;
  readonly state: string;
  readonly description: string | null;
  readonly roleArn: string | null;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS events_rule (
  arn TEXT PRIMARY KEY, accountId TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, pattern TEXT NOT NULL,
  state TEXT NOT NULL, description TEXT, roleArn TEXT, UNIQUE (accountId, region, name)
);
CREATE TABLE IF NOT EXISTS events_target (
  ruleArn TEXT NOT NULL REFERENCES events_rule (arn) ON DELETE CASCADE, id TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (ruleArn, id)
);
CREATE TABLE IF NOT EXISTS events_tag (
  arn TEXT NOT NULL REFERENCES events_rule (arn) ON DELETE CASCADE, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
);
`;

/** Creates EventBridge's tables where they are missing. */
export function createEventTables(database: Database): void {
  database.execute(SCHEMA);
}

export function findRule(database: Database, { accountId, region }: RuleScope, name: string): Rule | undefined {
  return database
    .prepare<Rule>('SELECT * FROM events_rule WHERE accountId = ? AND region = ? AND name = ?')
    .get(accountId, region, name);
}

export function findRuleByArn(database: Database, arn: string): Rule | undefined {
  return database.prepare<Rule>('SELECT * FROM events_rule WHERE arn = ?').get(arn);
}

/** Every rule of an account and region, by name. */
export function listRuleRows(database: Database, { accountId, region }: RuleScope): readonly Rule[] {
  return database
    .prepare<Rule>('SELECT * FROM events_rule WHERE accountId = ? AND region = ? ORDER BY name')
    .all(accountId, region);
}

export function putRuleRow(database: Database, rule: Rule): void {
  const { arn, accountId, region, name, pattern, state, description, roleArn } = rule;
  database
    .prepare(
      `INSERT INTO events_rule VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET pattern = excluded.pattern,
         state = excluded.state, description = excluded.description, roleArn = excluded.roleArn`,
    )
    .run(arn, accountId, region, name, pattern, state, description, roleArn);
}

export function deleteRuleRow(database: Database, arn: string): void {
  database.prepare('DELETE FROM events_rule WHERE arn = ?').run(arn);
}

export function listTargets(database: Database, ruleArn: string): readonly Target[] {
  return database
    .prepare<{ target: string }>('SELECT target FROM events_target WHERE ruleArn = ? ORDER BY id')
    .all(ruleArn)
    .map(({ target }) => JSON.parse(target) as Target);
}

export function putTarget(database: Database, ruleArn: string, target: Target): void {
  database
    .prepare('INSERT OR REPLACE INTO events_target VALUES (?, ?, ?)')
    .run(ruleArn, target.Id ?? '', JSON.stringify(target));
}

/** @returns whether there was one. */
export function removeTarget(database: Database, ruleArn: string, id: string): boolean {
  return database.prepare('DELETE FROM events_target WHERE ruleArn = ? AND id = ?').run(ruleArn, id) > 0;
}

export function ruleTags(database: Database, arn: string): Readonly<Record<string, string>> {
  const rows = database
    .prepare<{ key: string; value: string }>('SELECT key, value FROM events_tag WHERE arn = ? ORDER BY key')
    .all(arn);
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

export function putRuleTags(database: Database, arn: string, tags: Readonly<Record<string, string>>): void {
  const put = database.prepare('INSERT OR REPLACE INTO events_tag VALUES (?, ?, ?)');
  for (const [key, value] of Object.entries(tags)) put.run(arn, key, value);
}

export function removeRuleTags(database: Database, arn: string, keys: readonly string[]): void {
  const remove = database.prepare('DELETE FROM events_tag WHERE arn = ? AND key = ?');
  for (const key of keys) remove.run(arn, key);
}
