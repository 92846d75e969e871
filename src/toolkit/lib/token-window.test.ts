import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenWindow } from './token-window.ts';

describe('TokenWindow', () => {
  it('never lets more through in any 60 seconds than the cap, unless one call alone needs more', () => {
    const call = fc.record({
      tokens: fc.integer({ min: 1, max: 150 }),
      used: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 60 }), (calls) => {
        const window = new TokenWindow(100);
        const made: { readonly at: number; readonly tokens: number }[] = [];
        let now = 0;
        for (const { tokens, used } of calls) {
          now += window.delay(now, tokens);
          expect(window.delay(now, tokens)).toBe(0);
          const reservation = window.reserve(now, tokens);
          const spent = Math.floor(tokens * used);
          window.settle(reservation, spent, now + 10);
          made.push({ at: now, tokens: spent });
        }
        for (const { at, tokens } of made) {
          const minute = made.filter((one) => one.at >= at && one.at < at + 60_000);
          const sum = minute.reduce((total, one) => total + one.tokens, 0);
          expect(sum <= 100 || (minute.length === 1 && tokens > 100)).toBe(true);
        }
      }),
    );
  });

  it('gives back what a call did not use, and nothing twice', () => {
    const window = new TokenWindow(100);
    const first = window.reserve(0, 90);
    expect(window.delay(1000, 20)).toBe(59_000);
    window.settle(first, 30, 1000);
    expect(window.delay(1000, 70)).toBe(0);
    expect(window.delay(1000, 71)).toBe(59_000);
    // The first call is forgotten by then, so settling it again changes nothing.
    expect(window.delay(60_000, 100)).toBe(0);
    window.settle(first, 0, 60_001);
    window.reserve(60_001, 100);
    expect(window.delay(60_001, 1)).toBe(60_000);
  });

  it('refuses a cap that lets nothing through', () => {
    expect(() => new TokenWindow(0)).toThrow(RangeError);
  });
});
