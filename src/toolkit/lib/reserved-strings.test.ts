import { describe, expect, it } from 'vitest';
import { findReservedStrings, RESERVED_STRINGS } from './reserved-strings.ts';

describe('findReservedStrings', () => {
  it.each(RESERVED_STRINGS)('finds %s and tells it from other letter cases', (text) => {
    expect(findReservedStrings(`a ${text} b`)).toEqual([{ text, offset: 2, exact: true }]);
    const [other] = findReservedStrings(
      text.replace(/[a-z]/i, (letter) =>
        letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
      ),
    );
    expect(other?.exact).toBe(false);
  });

  it('finds every use, and nothing in plain text', () => {
    expect(findReservedStrings('User: x User: y').map((use) => use.offset)).toEqual([0, 8]);
    expect(findReservedStrings('The users system, a bot [eos')).toEqual([]);
  });
});
