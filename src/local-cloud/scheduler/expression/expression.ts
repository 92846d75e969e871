import { refusals } from '../refusals.ts';
import { type Cron, nextCronTime, parseCron } from './cron.ts';
import { isTimeZone, momentOf } from './time-zone.ts';

/** When a schedule runs. */
export type Expression =
  | { readonly kind: 'at'; readonly time: number }
  | { readonly kind: 'rate'; readonly periodMs: number }
  | { readonly kind: 'cron'; readonly cron: Cron; readonly zone: string };

/** Milliseconds. */
const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `at(yyyy-mm-ddThh:mm:ss)`, `rate(2 hours)` or `cron(…)`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @param zone of `at` and `cron`; IANA name
 * @throws ServiceError ValidationException
 */
export function parseExpression(text: string, zone: string): Expression {
  if (!isTimeZone(zone)) throw refusals.validation(`Invalid Schedule Expression Timezone ${zone}.`);
  const [, kind, inside = ''] = /^(at|rate|cron)\((.*)\)$/.exec(text) ?? [];
  const parsed =
    kind === 'at'
      ? parseAt(inside, zone)
      : kind === 'rate'
        ? parseRate(inside)
        : kind === 'cron' && readCron(inside, zone);
  if (!parsed) throw refusals.validation(`Invalid Schedule Expression ${text}.`);
  return parsed;
}

function parseAt(text: string, zone: string): Expression | undefined {
  const numbers = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (!numbers) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Rolls over when there is no such day or time.
  if (date.toISOString().slice(0, 19) !== text) return undefined;
  return { kind: 'at', time: momentOf({ year, month, day, hour, minute, second }, zone) };
}

function parseRate(text: string): Expression | undefined {
  const [, value, unit = ''] = /^([1-9]\d{0,8}) (minute|hour|day)s?$/.exec(text.trim()) ?? [];
  const length = UNITS[unit];
  return length === undefined ? undefined : { kind: 'rate', periodMs: Number(value) * length };
}

function readCron(text: string, zone: string): Expression | undefined {
  const cron = parseCron(text);
  return cron && { kind: 'cron', cron, zone };
}

/** Milliseconds since the epoch. */
export interface Span {
  /** When the schedule was made or changed. */
  readonly from: number;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

/**
 * First run after `after`; undefined when there is none. One-time schedules know neither start nor end; a rate counts from the start,
 * or runs first when the schedule is made.
 */
export function nextRun(expression: Expression, span: Span, after: number): number | undefined {
  if (expression.kind === 'at') return expression.time > after ? expression.time : undefined;
  const anchor = span.start ?? span.from;
  const time =
    expression.kind === 'rate'
      ? nextOfRate(expression.periodMs, anchor, after)
      : nextCronTime(expression.cron, Math.max(after, anchor - 1), expression.zone);
  return time === undefined || (span.end !== undefined && time > span.end) ? undefined : time;
}

const nextOfRate = (periodMs: number, anchor: number, after: number): number =>
  after < anchor ? anchor : anchor + (Math.floor((after - anchor) / periodMs) + 1) * periodMs;

/** First run of a schedule that is made now. A one-time schedule whose time has passed runs at once. */
export const firstRun = (expression: Expression, span: Span): number | undefined =>
  expression.kind === 'at' ? expression.time : nextRun(expression, span, span.from - 1);
