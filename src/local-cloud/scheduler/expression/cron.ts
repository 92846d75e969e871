import { localTime, momentOf } from './time-zone.ts';

/** Six fields as sets; undefined for `?`, or for days that only a special rule (`L`, `W`, `#`) selects. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  /** Whether a day fits. `weekday` is 1 (Sunday) to 7. */
  readonly dayFits: (day: CalendarDay) => boolean;
}

interface CalendarDay {
  readonly day: number;
  readonly weekday: number;
  readonly daysInMonth: number;
}

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_OF_MONTH: Field = { min: 1, max: 31 };
const DAY_OF_WEEK: Field = { min: 1, max: 7, names: WEEKDAYS };
const YEAR: Field = { min: 1970, max: 2199 };

/**
 * Reads `minutes hours day-of-month month day-of-week year`, with `* , - / ? L W #`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * @returns undefined when it is none.
 */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().toUpperCase().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  // One of the two day fields has to be left open.
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) return undefined;
  const minutes = valuesOf(minute, { min: 0, max: 59 });
  const hours = valuesOf(hour, { min: 0, max: 23 });
  const months = valuesOf(month, { min: 1, max: 12, names: MONTHS });
  const years = valuesOf(year, YEAR);
  const dayFits = day === '?' ? weekdayRule(weekday) : dayRule(day);
  return minutes && hours && months && years && dayFits && { minutes, hours, months, years, dayFits };
}

function valuesOf(text: string, field: Field): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = rangeOf(part, field);
    if (!range) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

function rangeOf(part: string, field: Field) {
  const [, first = '', last, step] = /^(\*|[A-Z0-9]+)(?:-([A-Z0-9]+))?(?:\/(\d+))?$/.exec(part) ?? [];
  if (first === '' || (first === '*' && last !== undefined)) return undefined;
  const from = first === '*' ? field.min : numberOf(first, field);
  const open = first === '*' || (step !== undefined && last === undefined);
  const to = open ? field.max : numberOf(last ?? first, field);
  const width = step === undefined ? 1 : Number(step);
  if (from === undefined || to === undefined || from > to || width < 1) return undefined;
  return { from, to, step: width };
}

function numberOf(text: string, { min, max, names }: Field): number | undefined {
  const named = names?.indexOf(text) ?? -1;
  const value = named >= 0 ? named + min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

function dayRule(text: string): Cron['dayFits'] | undefined {
  if (text === 'L') return ({ day, daysInMonth }) => day === daysInMonth;
  const [, near] = /^(\d{1,2})W$/.exec(text) ?? [];
  if (near !== undefined) {
    const wanted = numberOf(near, DAY_OF_MONTH);
    return wanted === undefined ? undefined : (day) => isNearestWorkday(day, wanted);
  }
  const days = valuesOf(text, DAY_OF_MONTH);
  return days && (({ day }) => days.has(day));
}

/** The working day nearest to `wanted`, within the month. */
function isNearestWorkday({ day, weekday, daysInMonth }: CalendarDay, wanted: number): boolean {
  if (wanted > daysInMonth) return false;
  const target = ((((weekday - 1 + wanted - day) % 7) + 7) % 7) + 1;
  const shift = target === 7 ? (wanted === 1 ? 2 : -1) : target === 1 ? (wanted === daysInMonth ? -2 : 1) : 0;
  return day === wanted + shift;
}

function weekdayRule(text: string): Cron['dayFits'] | undefined {
  const [, lastOne, nth, count] = /^(?:([A-Z0-9]{1,3})L|([A-Z0-9]{1,3})#([1-5]))$/.exec(text) ?? [];
  const name = text === 'L' ? '7' : (lastOne ?? nth);
  if (name === undefined) {
    const weekdays = valuesOf(text, DAY_OF_WEEK);
    return weekdays && (({ weekday }) => weekdays.has(weekday));
  }
  const wanted = numberOf(name, DAY_OF_WEEK);
  if (wanted === undefined) return undefined;
  if (text === 'L') return ({ weekday }) => weekday === wanted;
  if (count === undefined) return ({ day, weekday, daysInMonth }) => weekday === wanted && day + 7 > daysInMonth;
  return ({ day, weekday }) => weekday === wanted && Math.ceil(day / 7) === Number(count);
}

/** A cron expression that fits no day of so many years fits none at all: leap days on a weekday come round within 40. */
const SEARCH_DAYS = 366 * 41;

/** First moment after `after` that fits, or undefined. Milliseconds since the epoch. */
export function nextCronTime(cron: Cron, after: number, zone: string): number | undefined {
  const start = localTime(after, zone);
  for (let offset = 0; offset < SEARCH_DAYS; offset += 1) {
    const date = new Date(Date.UTC(start.year, start.month - 1, start.day + offset));
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (year > YEAR.max) return undefined;
    const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const fits =
      cron.years.has(year) &&
      cron.months.has(month) &&
      cron.dayFits({ day, weekday: date.getUTCDay() + 1, daysInMonth });
    const found = fits ? firstTimeOfDay(cron, { year, month, day }, after, zone) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstTimeOfDay(
  { hours, minutes }: Cron,
  date: { readonly year: number; readonly month: number; readonly day: number },
  after: number,
  zone: string,
): number | undefined {
  const times = [...hours].flatMap((hour) =>
    [...minutes].map((minute) => momentOf({ ...date, hour, minute, second: 0 }, zone)),
  );
  const later = times.filter((time) => time > after);
  return later.length > 0 ? Math.min(...later) : undefined;
}
