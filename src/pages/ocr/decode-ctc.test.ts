import { describe, expect, it } from 'vitest';
import { decodeCtc } from './decode-ctc.ts';

const ALPHABET = ['', 'a', 'b', ' '];

/** One step a row: the probability of each class. */
function decode(...steps: readonly (readonly [number, number, number, number])[]): ReturnType<typeof decodeCtc> {
  return decodeCtc({ data: Float32Array.from(steps.flat()), dims: [1, steps.length, 4] }, ALPHABET);
}

const BLANK = [0.9, 0.1, 0, 0] as const;

describe('decodeCtc', () => {
  it('merges repeats unless a blank separates them', () => {
    const reading = decode([0, 0.9, 0.1, 0], [0, 0.7, 0.3, 0], BLANK, [0.1, 0.8, 0.1, 0], [0, 0.2, 0.6, 0.2]);
    expect(reading.text).toBe('aab');
    expect(reading.confidence).toBeCloseTo((0.9 + 0.8 + 0.6) / 3);
  });

  it('reads nothing from blanks, and blanks between words as a character', () => {
    expect(decode(BLANK, BLANK)).toEqual({ text: '', confidence: 0 });
    expect(decode([0, 1, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0]).text).toBe('a a');
  });
});
