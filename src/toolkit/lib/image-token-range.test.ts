import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageTokenRange } from './image-token-range.ts';

describe('imageTokenRange', () => {
  it.each([
    [900, 450, 800],
    [900, 900, 1300],
    [1800, 900, 2400],
    [1300, 1300, 2600],
  ])('holds the published figure of %i×%i', (width, height, tokens) => {
    const { low, high } = imageTokenRange(width, height);
    expect(low).toBeLessThanOrEqual(tokens);
    expect(high).toBeGreaterThanOrEqual(tokens);
  });

  it('does not depend on the orientation and stays below the largest published figure', () => {
    const side = fc.integer({ min: 25, max: 8000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const range = imageTokenRange(width, height);
        expect(imageTokenRange(height, width)).toEqual(range);
        expect(range.low).toBeLessThanOrEqual(range.high);
        expect(range.low).toBeGreaterThan(0);
        expect(range.high).toBeGreaterThanOrEqual(800);
        expect(range.high).toBeLessThanOrEqual(2600);
      }),
    );
  });

  it('does not claim to know images smaller than the smallest published', () => {
    expect(imageTokenRange(896, 100)).toMatchObject({ low: expect.any(Number), high: 800 });
    expect(imageTokenRange(896, 100).low).toBeLessThan(200);
  });
});
