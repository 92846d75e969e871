import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallPace } from './adaptive-concurrency-pace.ts';

function end(pace: CallPace, kind: 'taken' | 'refused' | 'ended', startedAt: number, now: number): void {
  if (kind === 'taken') pace.taken(now);
  else if (kind === 'refused') pace.refused(startedAt, now);
  else pace.ended();
}

describe('CallPace', () => {
  it('cuts once for a burst of refusals', () => {
    const pace = new CallPace({ maxConcurrency: 8, initialConcurrency: 8 });
    for (let call = 0; call < 8; call += 1) pace.start(0);
    for (let call = 0; call < 4; call += 1) pace.refused(0, 50);
    const after = pace.state.perMinute;
    expect(after).toBeDefined();
    for (let call = 4; call < 8; call += 1) pace.refused(0, 60);
    expect(pace.state.perMinute).toBe(after);
    expect(pace.state.refused).toBe(8);
  });

  it('cuts to 0.7 of the pace, but not below what was taken in the last minute', () => {
    const pace = new CallPace({ maxConcurrency: 8 });
    /** One call each second that is taken. */
    for (let second = 0; second < 120; second += 1) {
      pace.start(second * 1000);
      pace.taken(second * 1000 + 10);
    }
    for (let call = 0; call < 14; call += 1) {
      pace.start(120_000);
      pace.refused(120_000, 120_010);
    }
    // 59 of the calls ended in the 60 seconds before.
    expect(pace.state.perMinute).toBeCloseTo(0.97 * 59, 6);
  });

  it('grows by the same step each second after a refusal, then faster', () => {
    const pace = new CallPace({ maxConcurrency: 8 });
    for (let call = 0; call < 4; call += 1) {
      pace.start(0);
      pace.refused(0, 10);
    }
    const rates: number[] = [];
    let now = 10;
    for (const seconds of [5, 10, 60]) {
      while (now < seconds * 1000) {
        now += Math.max(1, pace.delay(now));
        pace.start(now);
        pace.taken(now);
      }
      rates.push(pace.state.perMinute ?? 0);
    }
    const [first = 0, second = 0, third = 0] = rates;
    expect(second).toBeGreaterThan(first);
    expect((third - second) / 50).toBeGreaterThan((second - first) / 5);
  });

  it('never allows more calls at once than the bound, nor a pause without end', () => {
    const step = fc.record({ kind: fc.constantFrom('taken', 'refused', 'ended'), wait: fc.nat(20_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (steps, maxConcurrency) => {
        const pace = new CallPace({ maxConcurrency });
        const running: number[] = [];
        let now = 0;
        for (const { kind, wait } of steps) {
          now += wait;
          while (pace.delay(now) === 0) {
            pace.start(now);
            running.push(now);
          }
          expect(pace.state.running).toBe(running.length);
          expect(running.length).toBeLessThanOrEqual(maxConcurrency);
          // With nothing under way there is always a time to wait for, at most that of a probe.
          if (running.length === 0) expect(pace.delay(now)).toBeLessThanOrEqual(5000);
          const startedAt = running.shift();
          if (startedAt !== undefined) end(pace, kind, startedAt, now);
        }
      }),
    );
  });

  it('refuses bounds that allow nothing', () => {
    expect(() => new CallPace({ maxConcurrency: 0 })).toThrow(RangeError);
    expect(() => new CallPace({ maxConcurrency: 4, requestsPerMinute: 0 })).toThrow(RangeError);
    expect(() => new CallPace({ maxConcurrency: Number.NaN })).toThrow(RangeError);
  });
});
