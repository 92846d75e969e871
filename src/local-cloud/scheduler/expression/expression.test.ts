import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstRun, nextRun, parseExpression } from './expression.ts';
import { localTime, momentOf } from './time-zone.ts';

const at = (text: string) => Date.parse(text);
const runs = (expression: string, from: string, count = 3, zone = 'UTC', end?: string): string[] => {
  const parsed = parseExpression(expression, zone);
  const span = { from: at(from), ...(end && { end: at(end) }) };
  const times: string[] = [];
  let time = firstRun(parsed, span);
  while (time !== undefined && times.length < count) {
    times.push(new Date(time).toISOString().slice(0, 16));
    time = nextRun(parsed, span, time);
  }
  return times;
};

describe('at', () => {
  it('is a moment of its time zone, run once', () => {
    expect(runs('at(2026-01-02T03:04:05)', '2026-01-01')).toEqual(['2026-01-02T03:04']);
    expect(runs('at(2026-07-02T03:04:05)', '2026-01-01', 3, 'Europe/Berlin')).toEqual(['2026-07-02T01:04']);
    expect(runs('at(2026-01-02T03:04:05)', '2026-01-01', 3, 'Asia/Kolkata')).toEqual(['2026-01-01T21:34']);
  });

  it('is the first of two equal times when clocks go back, and later when they skip it', () => {
    expect(runs('at(2026-10-25T02:30:00)', '2026-01-01', 1, 'Europe/Berlin')).toEqual(['2026-10-25T00:30']);
    expect(runs('at(2026-03-29T02:30:00)', '2026-01-01', 1, 'Europe/Berlin')).toEqual(['2026-03-29T01:30']);
  });
});

describe('rate', () => {
  it('runs at once and then evenly, counted from the start', () => {
    const hours = ['2026-01-01T00:00', '2026-01-01T02:00', '2026-01-01T04:00'];
    expect(runs('rate(2 hours)', '2026-01-01T00:00Z')).toEqual(hours);
    const span = { from: at('2026-01-01T00:00Z'), start: at('2026-01-03T12:00Z') };
    expect(firstRun(parseExpression('rate(1 day)', 'UTC'), span)).toBe(span.start);
    expect(nextRun(parseExpression('rate(1 day)', 'UTC'), span, span.start)).toBe(at('2026-01-04T12:00Z'));
  });

  it('ends', () => {
    expect(runs('rate(5 minutes)', '2026-01-01T00:00Z', 9, 'UTC', '2026-01-01T00:10Z')).toHaveLength(3);
  });

  it('always moves on, to the next multiple', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 1e12 }), (minutes, after) => {
        const next = nextRun(parseExpression(`rate(${minutes} minutes)`, 'UTC'), { from: 0 }, after) ?? 0;
        expect(next).toBeGreaterThan(after);
        expect(next - after).toBeLessThanOrEqual(minutes * 60_000);
        expect(next % (minutes * 60_000)).toBe(0);
      }),
    );
  });
});

describe('cron', () => {
  it.each([
    ['cron(0 8 ? * MON-FRI *)', ['2026-01-01T08:00', '2026-01-02T08:00', '2026-01-05T08:00']],
    ['cron(15 10 ? * 6L 2026-2027)', ['2026-01-30T10:15', '2026-02-27T10:15', '2026-03-27T10:15']],
    ['cron(0/20 9 1 * ? *)', ['2026-01-01T09:00', '2026-01-01T09:20', '2026-01-01T09:40']],
    ['cron(0 0 L * ? *)', ['2026-01-31T00:00', '2026-02-28T00:00', '2026-03-31T00:00']],
    ['cron(0 0 1W * ? *)', ['2026-01-01T00:00', '2026-02-02T00:00', '2026-03-02T00:00']],
    ['cron(0 0 ? JAN,MAR TUE#2 *)', ['2026-01-13T00:00', '2026-03-10T00:00', '2027-01-12T00:00']],
    ['cron(0 12 29 2 ? *)', ['2028-02-29T12:00', '2032-02-29T12:00', '2036-02-29T12:00']],
    ['cron(0 12 1 1 ? 2026)', ['2026-01-01T12:00']],
    ['cron(0 12 31 2 ? *)', []],
  ])('%s', (expression, expected) => {
    expect(runs(expression, '2026-01-01T00:00Z')).toEqual(expected);
  });

  it('follows the clocks of its zone', () => {
    const summer = runs('cron(0 8 * * ? *)', '2026-03-28T00:00Z', 2, 'Europe/Berlin');
    expect(summer).toEqual(['2026-03-28T07:00', '2026-03-29T06:00']);
  });
});

it.each([
  'at(2026-02-30T00:00:00)',
  'at(2026-01-01T24:00:00)',
  'at(2026-01-01 00:00:00)',
  'at(2026-01-01T00:00:00Z)',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(1.5 hours)',
  'rate(hours)',
  'cron(0 8 * * * *)',
  'cron(0 8 ? * ? *)',
  'cron(60 8 ? * MON *)',
  'cron(0 8 ? * MON)',
  'cron(0 8 ? * FRI-MON *)',
  'cron(0 8 ? * MON#6 *)',
  'cron(0/0 8 ? * MON *)',
  'tomorrow',
  '',
])('refuses %j', (expression) => {
  expect(() => parseExpression(expression, 'UTC')).toThrow(
    expect.objectContaining({ code: 'ValidationException', message: `Invalid Schedule Expression ${expression}.` }),
  );
});

it('refuses zones that do not exist', () => {
  expect(() => parseExpression('rate(1 day)', 'Mars/Olympus')).toThrow('Timezone Mars/Olympus');
});

it('finds the moment of every local time that is shown', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
  const second = fc.integer({ min: 1_600_000_000, max: 2_000_000_000 });
  fc.assert(
    fc.property(second, fc.constantFrom(...zones), (seconds, zone) => {
      const shown = localTime(seconds * 1000, zone);
      const found = momentOf(shown, zone);
      expect(localTime(found, zone)).toEqual(shown);
      // The same, or the earlier of the two.
      expect(found).toBeLessThanOrEqual(seconds * 1000);
    }),
  );
});
