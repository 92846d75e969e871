import { describe, expect, it } from 'vitest';
import { contradict, placedNumbers } from './contradiction.ts';
import { pageWith } from './testing/papers.mts';

const differ = (one: readonly string[], other: readonly string[]) =>
  contradict(placedNumbers(pageWith(one)), placedNumbers(pageWith(other)));

describe('contradict', () => {
  it.each([
    ['other numbers in one place', ['No 09750785'], ['No 12345678'], true],
    ['one number', ['No 09750785'], ['No 09750785'], false],
    ['a slip', ['No 09750785'], ['No 09750735'], false],
    ['numbers of other lengths', ['No 09750785'], ['No 1234567890'], false],
    ['other places', ['No 09750785', ''], ['', 'No 12345678'], false],
    ['short numbers', ['No 0975'], ['No 1234'], false],
    ['numbers that both have, exchanged', ['No 09750785 12345678'], ['No 12345678 09750785'], false],
  ])('%s', (_, one, other, expected) => {
    expect(differ(one, other)).toBe(expected);
  });

  it('only of numbers that were surely read', () => {
    expect(contradict(placedNumbers(pageWith(['09750785'], 0.8)), placedNumbers(pageWith(['12345678'])))).toBe(false);
  });
});
