import type { Database } from '../state/database.ts';

/** Attributes that a caller can set, by their names in `SetTopicAttributes`. */
export type TopicAttributes = Readonly<Record<string, string>>;

export interface Topic {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly attributes: TopicAttributes;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly accountId: string;
  readonly protocol: string;
  readonly endpoint: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS sns_topic (
  arn TEXT PRIMARY KEY, accountId TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, attributes TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sns_subscription (
  arn TEXT PRIMARY KEY, topicArn TEXT NOT NULL REFERENCES sns_topic (arn) ON DELETE CASCADE, accountId TEXT NOT NULL,
  protocol TEXT NOT NULL, endpoint TEXT NOT NULL, UNIQUE (topicArn, protocol, endpoint)
);
CREATE TABLE IF NOT EXISTS sns_tag (
  arn TEXT NOT NULL REFERENCES sns_topic (arn) ON DELETE CASCADE, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
);
CREATE TABLE IF NOT EXISTS sns_message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, topicArn TEXT NOT NULL, messageId TEXT NOT NULL, subject TEXT, message TEXT NOT NULL,
  attributes TEXT NOT NULL, publisher TEXT NOT NULL, publishedAt INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS sns_message_topic ON sns_message (topicArn, seq);
`;

/** Creates the tables of SNS where they are missing. Messages stay when their topic goes. */
export function createSnsTables(database: Database): void {
  database.execute(SCHEMA);
}

interface TopicRow extends Omit<Topic, 'attributes'> {
  readonly attributes: string;
}

const openTopic = (row: TopicRow): Topic => ({ ...row, attributes: JSON.parse(row.attributes) as TopicAttributes });

export function findTopic(database: Database, arn: string): Topic | undefined {
  const row = database.prepare<TopicRow>('SELECT * FROM sns_topic WHERE arn = ?').get(arn);
  return row && openTopic(row);
}

/** Topics after an ARN, in the order of their ARNs. */
export function topicsAfter(
  database: Database,
  scope: { readonly accountId: string; readonly region: string },
  after: string,
  limit: number,
): readonly Topic[] {
  return database
    .prepare<TopicRow>('SELECT * FROM sns_topic WHERE accountId = ? AND region = ? AND arn > ? ORDER BY arn LIMIT ?')
    .all(scope.accountId, scope.region, after, limit)
    .map(openTopic);
}

export function putTopic(database: Database, { arn, accountId, region, name, attributes }: Topic): void {
  database
    .prepare(
      `INSERT INTO sns_topic VALUES (?, ?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET attributes = excluded.attributes`,
    )
    .run(arn, accountId, region, name, JSON.stringify(attributes));
}

export function deleteTopicRow(database: Database, arn: string): void {
  database.prepare('DELETE FROM sns_topic WHERE arn = ?').run(arn);
}

/** Subscriptions after an ARN, in the order of their ARNs; of one topic, or of an account and region. */
export function subscriptionsAfter(
  database: Database,
  of: { readonly topicArn: string } | { readonly accountId: string; readonly region: string },
  after: string,
  limit: number,
): readonly Subscription[] {
  if ('topicArn' in of) {
    return database
      .prepare<Subscription>('SELECT * FROM sns_subscription WHERE topicArn = ? AND arn > ? ORDER BY arn LIMIT ?')
      .all(of.topicArn, after, limit);
  }
  return database
    .prepare<Subscription>(
      'SELECT * FROM sns_subscription WHERE topicArn LIKE ? AND accountId = ? AND arn > ? ORDER BY arn LIMIT ?',
    )
    .all(`arn:aws:sns:${of.region}:%`, of.accountId, after, limit);
}

export function countSubscriptions(database: Database, topicArn: string): number {
  const sql = 'SELECT count(*) AS count FROM sns_subscription WHERE topicArn = ?';
  return database.prepare<{ count: number }>(sql).get(topicArn)?.count ?? 0;
}

/** @returns the ARN: that of the earlier subscription when the endpoint is subscribed already. */
export function putSubscription(database: Database, subscription: Subscription): string {
  const { arn, topicArn, accountId, protocol, endpoint } = subscription;
  database
    .prepare('INSERT INTO sns_subscription VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(arn, topicArn, accountId, protocol, endpoint);
  const sql = 'SELECT arn FROM sns_subscription WHERE topicArn = ? AND protocol = ? AND endpoint = ?';
  return database.prepare<{ arn: string }>(sql).get(topicArn, protocol, endpoint)?.arn ?? arn;
}

export function deleteSubscription(database: Database, arn: string): void {
  database.prepare('DELETE FROM sns_subscription WHERE arn = ?').run(arn);
}

export function topicTags(database: Database, arn: string): Readonly<Record<string, string>> {
  const rows = database
    .prepare<{ key: string; value: string }>('SELECT key, value FROM sns_tag WHERE arn = ? ORDER BY key')
    .all(arn);
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

export function putTopicTags(database: Database, arn: string, tags: Readonly<Record<string, string>>): void {
  const put = database.prepare('INSERT OR REPLACE INTO sns_tag VALUES (?, ?, ?)');
  for (const [key, value] of Object.entries(tags)) put.run(arn, key, value);
}

export function removeTopicTags(database: Database, arn: string, keys: readonly string[]): void {
  const remove = database.prepare('DELETE FROM sns_tag WHERE arn = ? AND key = ?');
  for (const key of keys) remove.run(arn, key);
}
