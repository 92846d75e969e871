import type { Clock } from '../../state/clock.ts';
import type { Database, SqlValue } from '../../state/database.ts';
import { type Distribution, distributionOf, mergeDistributions } from './distribution.ts';

/** Milliseconds. Values are kept by the minute. */
export const MINUTE = 60_000;
/** Metrics of one-minute resolution are kept for 15 days. AWS keeps coarser ones longer. */
const KEPT_MINUTES = 15 * 24 * 60;
/** How many writes pass between two sweeps of old values. */
const WRITES_PER_SWEEP = 1000;

/** A metric: name, namespace and dimensions of an account and region. */
export interface MetricKey {
  readonly accountId: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Values of a metric that came in one minute. */
export interface MinuteOfMetric {
  /** Milliseconds since the epoch, a whole minute. */
  readonly at: number;
  readonly unit: string;
  readonly values: Distribution;
}

/** Half-open range of milliseconds since the epoch. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface MetricStore {
  add(metric: MetricKey, unit: string, at: number, values: readonly Distribution[]): void;
  /** Minutes that have values, oldest first. */
  read(metric: MetricKey, range: TimeRange): readonly MinuteOfMetric[];
  /** Metrics with a value since `since`, by namespace, name and dimensions. */
  list(scope: Pick<MetricKey, 'accountId' | 'region'>, since: number): readonly MetricKey[];
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS cloudwatch_metric (
  id INTEGER PRIMARY KEY, accountId TEXT NOT NULL, region TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
  dimensions TEXT NOT NULL, lastAt INTEGER NOT NULL, UNIQUE (accountId, region, namespace, name, dimensions)
);
CREATE TABLE IF NOT EXISTS cloudwatch_minute (
  metricId INTEGER NOT NULL REFERENCES cloudwatch_metric (id) ON DELETE CASCADE, at INTEGER NOT NULL, unit TEXT NOT NULL,
  count REAL NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, counts TEXT NOT NULL,
  PRIMARY KEY (metricId, at, unit)
) WITHOUT ROWID;
`;

interface MinuteRow extends Omit<Distribution, 'counts'> {
  readonly at: number;
  readonly unit: string;
  readonly counts: string;
}

const openRow = ({ at, unit, counts, ...row }: MinuteRow): MinuteOfMetric => ({
  at,
  unit,
  values: { ...row, counts: JSON.parse(counts) as Record<string, number> },
});

/** One spelling for the same dimensions in any order. */
const canonical = (dimensions: MetricKey['dimensions']): string =>
  JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));

export function openMetricStore({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): MetricStore {
  database.execute(SCHEMA);
  let writes = 0;
  const keyValues = (metric: MetricKey): SqlValue[] => [
    metric.accountId,
    metric.region,
    metric.namespace,
    metric.name,
    canonical(metric.dimensions),
  ];
  const idOf = (metric: MetricKey) =>
    database
      .prepare<{ id: number }>(
        'SELECT id FROM cloudwatch_metric WHERE accountId = ? AND region = ? AND namespace = ? AND name = ? AND dimensions = ?',
      )
      .get(...keyValues(metric))?.id;
  const sweep = () => {
    const end = clock.now() - KEPT_MINUTES * MINUTE;
    database.prepare('DELETE FROM cloudwatch_minute WHERE at < ?').run(end);
    database.prepare('DELETE FROM cloudwatch_metric WHERE lastAt < ?').run(end);
  };
  return {
    add: (metric, unit, at, values) =>
      database.transaction(() => {
        database
          .prepare(
            `INSERT INTO cloudwatch_metric (accountId, region, namespace, name, dimensions, lastAt) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET lastAt = max(lastAt, excluded.lastAt)`,
          )
          .run(...keyValues(metric), at);
        addToMinute(database, idOf(metric) ?? 0, unit, Math.floor(at / MINUTE) * MINUTE, values);
        writes += 1;
        if (writes % WRITES_PER_SWEEP === 0) sweep();
      }),
    read: (metric, { from, to }) => {
      const sql = 'SELECT * FROM cloudwatch_minute WHERE metricId = ? AND at >= ? AND at < ? ORDER BY at';
      const id = idOf(metric);
      return id === undefined ? [] : database.prepare<MinuteRow>(sql).all(id, from, to).map(openRow);
    },
    list: ({ accountId, region }, since) =>
      database
        .prepare<Omit<MetricKey, 'dimensions'> & { dimensions: string }>(
          `SELECT accountId, region, namespace, name, dimensions FROM cloudwatch_metric
           WHERE accountId = ? AND region = ? AND lastAt >= ? ORDER BY namespace, name, dimensions`,
        )
        .all(accountId, region, since)
        .map((row) => ({
          ...row,
          dimensions: Object.fromEntries(JSON.parse(row.dimensions) as [string, string][]),
        })),
  };
}

function addToMinute(
  database: Database,
  metricId: number,
  unit: string,
  at: number,
  values: readonly Distribution[],
): void {
  const before = database
    .prepare<MinuteRow>('SELECT * FROM cloudwatch_minute WHERE metricId = ? AND at = ? AND unit = ?')
    .get(metricId, at, unit);
  const merged = mergeDistributions(before ? [openRow(before).values, ...values] : values) ?? distributionOf(0, 0);
  const { count, sum, min, max, counts } = merged;
  database
    .prepare('INSERT OR REPLACE INTO cloudwatch_minute VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(metricId, at, unit, count, sum, min, max, JSON.stringify(counts));
}
