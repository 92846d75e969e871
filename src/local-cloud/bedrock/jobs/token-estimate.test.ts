import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateImageTokens, estimateTextTokens } from './token-estimate.ts';

it('gives the published tokens at the published sizes', () => {
  const sizes = [
    [900, 450, 800],
    [900, 900, 1300],
    [1400, 900, 1800],
    [1800, 900, 2400],
    [1300, 1300, 2600],
    [8000, 8000, 2600],
  ] as const;
  for (const [width, height, tokens] of sizes) expect(estimateImageTokens(width, height)).toBe(tokens);
});

it('never falls when an image or a text grows', () => {
  const side = fc.integer({ min: 25, max: 8000 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 0, max: 500 }), (width, height, more) => {
      expect(estimateImageTokens(width + more, height)).toBeGreaterThanOrEqual(estimateImageTokens(width, height));
    }),
  );
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, more) => {
      expect(estimateTextTokens([text + more])).toBeGreaterThanOrEqual(estimateTextTokens([text]));
    }),
  );
  expect(estimateTextTokens(['发票号码'])).toBe(3);
});
