import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleSlips } from './settle-slips.ts';

const settle = (holders: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(settleSlips(new Map(Object.entries(holders))));

describe('settleSlips', () => {
  it.each([
    ['another character', '09750735'],
    ['one more', '097507855'],
    ['one less', '0975078'],
  ])('settles a slip: %s', (_, slip) => {
    expect(settle({ '09750785': [0, 1], [slip]: [2] })).toEqual({ [slip]: '09750785' });
  });

  it.each([
    ['numbers that several pages agree on', { '09750785': [0, 1], '09750786': [2, 3] }],
    ['two numbers of one page', { '09750785': [0], '09750786': [0] }],
    ['two slips', { '09750785': [0, 1], '09750722': [2] }],
    ['short numbers', { '123456': [0, 1], '123457': [2] }],
    ['exchanged characters', { '1234567': [0, 1], '1243567': [2] }],
  ])('leaves %s', (_, holders) => {
    expect(settle(holders)).toEqual({});
  });

  it('lets two slips on two pages meet in one', () => {
    expect(settle({ '11111111': [0], '11111112': [1] })).toEqual({ '11111112': '11111111' });
  });

  it('finds every single slip of one number', () => {
    const digit = fc.integer({ min: 0, max: 9 });
    const number = fc.stringMatching(/^[0-9]{8,16}$/u);
    fc.assert(
      fc.property(number, fc.nat(), digit, (truth, place, other) => {
        const at = place % truth.length;
        const slip = `${truth.slice(0, at)}${other}${truth.slice(at + 1)}`;
        fc.pre(slip !== truth);
        return settle({ [truth]: [0, 1], [slip]: [2] })[slip] === truth;
      }),
    );
  });
});
