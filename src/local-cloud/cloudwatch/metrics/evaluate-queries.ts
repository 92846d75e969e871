import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { OperationContext } from '../../service/operation.ts';
import { refusals } from '../errors.ts';
import { type Expression, InvalidExpression, readExpression, type Series } from './expression.ts';
import { metricKey } from './metric-input.ts';
import type { MetricStore, TimeRange } from './metric-store.ts';
import { checkPeriod, readPeriods, readStatistic } from './statistics.ts';

const ID = /^[a-z][A-Za-z0-9_]*$/;

/** A query that can be answered. */
interface ReadQuery {
  readonly id: string;
  readonly label: string;
  readonly returned: boolean;
  readonly expression?: Expression;
  /** Figures of a metric; none for an expression. */
  readonly read: (store: MetricStore, range: TimeRange, origin: number) => Series;
  /** Milliseconds; of an expression, its own or that of the metrics it is made of. */
  readonly period: number;
}

/** Queries that belong together: expressions name the others by id. */
export interface QuerySet {
  readonly queries: readonly ReadQuery[];
  /** Longest period of all, milliseconds. */
  readonly period: number;
}

/** A query's answer. */
export interface QueryResult {
  readonly id: string;
  readonly label: string;
  readonly series: Series;
}

/** @throws ServiceError for what cannot be answered, before anything is read. */
export function readQueries(
  queries: readonly MetricDataQuery[],
  context: Pick<OperationContext, 'caller' | 'region'>,
): QuerySet {
  const ids = new Set(queries.map(({ Id }) => Id));
  if (ids.size < queries.length)
    throw refusals.validation('The values for parameter Id in MetricDataQueries are not unique.');
  const read = queries.map((query) => readQuery(query, context));
  for (const { expression, id } of read) {
    const unknown = expression?.ids.find((name) => !ids.has(name));
    if (unknown !== undefined)
      throw refusals.validation(`Error in expression '${id}': ${unknown} is not the Id of a query`);
  }
  refuseCycles(read);
  return { queries: read, period: Math.max(0, ...read.map(({ period }) => period)) };
}

function readQuery(query: MetricDataQuery, context: Pick<OperationContext, 'caller' | 'region'>): ReadQuery {
  const { Id: id = '', MetricStat: stat, Expression: text, Label: label, AccountId: account } = query;
  if (!ID.test(id)) {
    throw refusals.validation(
      `The value ${id} for parameter Id must begin with a lower-case letter and have letters, digits and _.`,
    );
  }
  if ((stat === undefined) === (text === undefined)) {
    throw refusals.validation(`The query ${id} must have exactly one of MetricStat and Expression.`);
  }
  if (account !== undefined && account !== context.caller.accountId)
    throw refusals.notEmulated('metrics of other accounts');
  const returned = query.ReturnData ?? true;
  if (stat === undefined) {
    const period = query.Period === undefined ? 0 : checkPeriod(query.Period);
    return { id, label: label ?? id, returned, expression: parse(id, text ?? ''), read: () => new Map(), period };
  }
  const metric = metricKey(stat.Metric ?? {}, context);
  const statistic = readStatistic(stat.Stat ?? '');
  const period = checkPeriod(stat.Period ?? 0);
  return {
    id,
    label: label ?? metric.name,
    returned,
    period,
    read: (store, range, origin) =>
      new Map(
        readPeriods(store, { metric, range, period, unit: stat.Unit, origin }).map(({ at, values }) => [
          at,
          statistic(values),
        ]),
      ),
  };
}

function parse(id: string, text: string): Expression {
  try {
    return readExpression(text);
  } catch (error) {
    if (!(error instanceof InvalidExpression)) throw error;
    throw refusals.validation(`Error in expression '${id}': ${error.message}`);
  }
}

/** An expression may name another one that stands anywhere in the list, but not itself by way of others. */
function refuseCycles(queries: readonly ReadQuery[]): void {
  const named = new Map(queries.map(({ id, expression }) => [id, expression?.ids ?? []]));
  const state = new Map<string, 'open' | 'done'>();
  const visit = (id: string): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') throw refusals.validation(`The expression '${id}' refers to itself.`);
    state.set(id, 'open');
    for (const next of named.get(id) ?? []) visit(next);
    state.set(id, 'done');
  };
  for (const { id } of queries) visit(id);
}

/** @param origin where periods begin, milliseconds; see `readPeriods`. */
export function evaluateQueries(
  store: MetricStore,
  { queries, period: longest }: QuerySet,
  range: TimeRange,
  origin = 0,
): readonly QueryResult[] {
  const series = new Map<string, Series>();
  const byId = new Map(queries.map((query) => [query.id, query]));
  const find = (query: ReadQuery): Series => {
    const known = series.get(query.id);
    if (known) return known;
    for (const id of query.expression?.ids ?? []) {
      const part = byId.get(id);
      if (part) find(part);
    }
    const value = query.expression
      ? query.expression.evaluate(series, periodsOf(range, query.period || longest, origin))
      : query.read(store, range, origin);
    const found =
      typeof value === 'number'
        ? new Map(periodsOf(range, query.period || longest, origin).map((at) => [at, value]))
        : value;
    series.set(query.id, found);
    return found;
  };
  return queries.flatMap((query) => {
    const found = find(query);
    return query.returned ? [{ id: query.id, label: query.label, series: found }] : [];
  });
}

/** Starts of the periods of a range, oldest first. */
function periodsOf({ from, to }: TimeRange, period: number, origin: number): number[] {
  if (period === 0) return [];
  const first = Math.floor((from - origin) / period) * period + origin;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / period)) }, (_, index) => first + index * period);
}
