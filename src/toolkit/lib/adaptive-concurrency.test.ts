import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import { mapAdaptive } from './adaptive-concurrency.ts';
import { CallPace, type PaceOptions } from './adaptive-concurrency-pace.ts';
import { SimulatedClock } from './testing/simulated-clock.mts';

let clock = new SimulatedClock();
beforeEach(() => {
  clock = new SimulatedClock();
});

/** Says whether a call that comes now is taken. */
type Quota = (now: number) => boolean;

/** Refills steadily; holds at most `burst` calls. */
function tokenBucket(perMinute: number, burst: number): Quota {
  let tokens = burst;
  let at: number | undefined;
  return (now) => {
    tokens = Math.min(burst, tokens + ((now - (at ?? now)) * perMinute) / 60_000);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** So many calls in each minute of the clock, however they lie in it. */
function fixedWindow(perMinute: number): Quota {
  let window = -1;
  let count = 0;
  return (now) => {
    const current = Math.floor(now / 60_000);
    if (current !== window) count = 0;
    window = current;
    count += 1;
    return count <= perMinute;
  };
}

/**
 * Asks an endpoint for `minutes` of simulated time, with always something to ask. A refused call takes 30 ms.
 * @returns times of the calls that were taken and of those that were refused, and what came out.
 */
async function ask(quota: Quota, latency: () => number, pace: PaceOptions, minutes: number) {
  const taken: number[] = [];
  const refused: number[] = [];
  const results: number[] = [];
  const call = async (item: number): Promise<number> => {
    const now = clock.now();
    if (!quota(now)) {
      refused.push(now);
      await clock.sleep(30);
      throw throttled();
    }
    taken.push(now);
    await clock.sleep(latency());
    return item;
  };
  const items = (function* () {
    for (let item = 0; clock.now() < minutes * 60_000; item += 1) yield item;
  })();
  const options = { pace: new CallPace(pace), clock };
  const run = (async () => {
    for await (const result of mapAdaptive(items, (item, paced) => paced(() => call(item)), options))
      results.push(result);
  })();
  await clock.run();
  await run;
  return { taken, refused, results };
}

const throttled = () => new CloudError('throttled', 'Too many requests', { retryable: true, status: 429 });

/** Latencies of a hosted model, seconds with a long tail; the same every time. */
function usualLatency(medianMs: number): () => number {
  let state = 7;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return medianMs * Math.exp(0.4 * normal);
  };
}

describe('mapAdaptive against a quota it does not know', () => {
  const cases = [
    { name: '200 a minute, bucket of 10', quota: () => tokenBucket(200, 10), perMinute: 200, most: 64 },
    { name: '200 a minute, bucket of a minute', quota: () => tokenBucket(200, 200), perMinute: 200, most: 64 },
    { name: '200 a minute, no burst at all', quota: () => tokenBucket(200, 1.5), perMinute: 200, most: 64 },
    { name: '200 in each minute', quota: () => fixedWindow(200), perMinute: 200, most: 64 },
    { name: '20 a minute, less than one at once', quota: () => tokenBucket(20, 3), perMinute: 20, most: 16 },
    { name: '2,000 a minute', quota: () => tokenBucket(2000, 100), perMinute: 2000, most: 128 },
  ];
  it.each(cases)('uses 95 % of it and loses nothing: $name', async ({ quota, perMinute, most }) => {
    const minutes = 10;
    const { taken, refused, results } = await ask(quota(), usualLatency(2000), { maxConcurrency: most }, minutes);
    const inTime = taken.filter((time) => time < minutes * 60_000).length;
    const settled = taken.filter((time) => time >= 60_000 && time < minutes * 60_000).length;
    expect(inTime / (perMinute * minutes)).toBeGreaterThanOrEqual(0.95);
    expect(settled / (perMinute * (minutes - 1))).toBeGreaterThanOrEqual(0.95);
    expect(refused.length / taken.length).toBeLessThan(0.2);
    expect(results.toSorted((a, b) => a - b)).toEqual(results.map((_, index) => index));
  });

  it('follows a quota that falls and comes back', async () => {
    const quotas = [tokenBucket(400, 10), tokenBucket(100, 10), tokenBucket(400, 10)];
    const quota: Quota = (now) => quotas[Math.min(2, Math.floor(now / 300_000))]?.(now) ?? false;
    const { taken } = await ask(quota, usualLatency(2000), { maxConcurrency: 64 }, 15);
    const within = (from: number, to: number) => taken.filter((t) => t >= from * 60_000 && t < to * 60_000).length;
    expect(within(1, 5) / 1600).toBeGreaterThan(0.95);
    expect(within(6, 10) / 400).toBeGreaterThan(0.95);
    expect(within(12, 15) / 1200).toBeGreaterThan(0.95);
  });

  it.each([0.02, 0.05, 0.1, 0.2])('is not brought to a halt by refusals that are chance: share %d', async (share) => {
    let state = 123_456_789;
    const chance: Quota = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647 >= share;
    };
    const { taken } = await ask(chance, usualLatency(500), { maxConcurrency: 64 }, 5);
    // Without telling chance from a quota the pace ends at one call in five seconds.
    expect(taken.filter((time) => time < 60_000).length).toBeGreaterThan(100);
    expect(taken.filter((time) => time >= 120_000 && time < 180_000).length).toBeGreaterThan(400);
  });

  it('is back within two minutes after an outage', async () => {
    const bucket = tokenBucket(400, 10);
    const quota: Quota = (now) => (now < 120_000 || now > 420_000) && bucket(now);
    const { taken, refused } = await ask(quota, usualLatency(2000), { maxConcurrency: 64 }, 11);
    const inOutage = refused.filter((time) => time > 180_000 && time < 420_000).length;
    expect(inOutage).toBeLessThanOrEqual(60);
    expect(taken.filter((time) => time > 540_000 && time < 660_000).length / 800).toBeGreaterThan(0.95);
  });
});

describe('mapAdaptive', () => {
  const always: Quota = () => true;

  it('keeps a cap in every 60 seconds, repeated calls included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 5, max: 90 }), async (cap, quota) => {
        const { taken, refused } = await ask(
          tokenBucket(quota, 5),
          () => 400,
          { maxConcurrency: 8, requestsPerMinute: cap },
          3,
        );
        const begun = [...taken, ...refused].toSorted((a, b) => a - b);
        for (const [index, time] of begun.entries()) {
          const next = begun[index + cap];
          if (next !== undefined) expect(next - time).toBeGreaterThanOrEqual(60_000 - 1e-6);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('uses a cap up', async () => {
    const { taken } = await ask(always, () => 900, { maxConcurrency: 32, requestsPerMinute: 120 }, 5);
    expect(taken.length).toBeGreaterThanOrEqual(0.98 * 600);
  });

  it('begins with a few calls at once, soon makes as many as allowed, and never more', async () => {
    const atOnce: number[] = [];
    let running = 0;
    const work = async (item: number) => {
      running += 1;
      atOnce.push(running);
      await clock.sleep(1000);
      running -= 1;
      return item;
    };
    const pace = new CallPace({ maxConcurrency: 16 });
    const done = collect(mapAdaptive(numbers(200), (item, call) => call(() => work(item)), { pace, clock }));
    await clock.run();
    expect(await done).toHaveLength(200);
    expect(Math.max(...atOnce.slice(0, 4))).toBe(4);
    expect(Math.max(...atOnce)).toBe(16);
    // 4, 8, then 16 at once: 200 calls in 14 rounds.
    expect(pace.state).toEqual({ running: 0, limit: 16, refused: 0 });
  });

  it('makes refused calls again before younger ones', async () => {
    const made: number[] = [];
    let refusals = 3;
    const work = async (item: number) => {
      made.push(item);
      await clock.sleep(10);
      if (item < 3 && refusals-- > 0) throw throttled();
      return item;
    };
    const pace = new CallPace({ maxConcurrency: 8, initialConcurrency: 3 });
    const done = collect(mapAdaptive(numbers(8), (item, call) => call(() => work(item)), { pace, clock }));
    await clock.run();
    expect((await done).toSorted((a, b) => a - b)).toEqual([...numbers(8)]);
    expect(made).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('throws the refusal when the service has taken nothing for a long time', async () => {
    const pace = new CallPace({ maxConcurrency: 4 });
    const work = async () => {
      await clock.sleep(10);
      throw throttled();
    };
    const done = collect(mapAdaptive(numbers(9), (_, call) => call(work), { pace, clock, patienceMs: 60_000 }));
    const failed = expect(done).rejects.toMatchObject({ code: 'throttled' });
    await clock.run();
    await failed;
    expect(pace.state.refused).toBeLessThan(60);
    expect(clock.now()).toBeGreaterThan(60_000);
  });

  it('hands on any other failure at once, and ends', async () => {
    const pace = new CallPace({ maxConcurrency: 4 });
    const made: number[] = [];
    const work = async (item: number) => {
      made.push(item);
      await clock.sleep(100);
      if (item === 1) throw new Error('broken');
      return item;
    };
    const done = collect(mapAdaptive(numbers(50), (item, call) => call(() => work(item)), { pace, clock }));
    const failed = expect(done).rejects.toThrow('broken');
    await clock.run();
    await failed;
    expect(made.length).toBeLessThan(8);
    expect(pace.state.running).toBe(0);
    expect(clock.sleeping).toBe(0);
  });

  it('ends with the reason of the signal, also while calls wait for their turn', async () => {
    const stop = new AbortController();
    const pace = new CallPace({ maxConcurrency: 4, requestsPerMinute: 2 });
    const work = () => clock.sleep(100, stop.signal);
    const done = collect(mapAdaptive(numbers(9), (_, call) => call(work), { pace, clock, signal: stop.signal }));
    const failed = expect(done).rejects.toThrow('enough');
    await clock.run(40_000);
    stop.abort(new Error('enough'));
    await failed;
    expect(clock.sleeping).toBe(0);
  });

  it('does not pace work that calls nothing', async () => {
    const pace = new CallPace({ maxConcurrency: 2, requestsPerMinute: 1 });
    expect(await collect(mapAdaptive(numbers(100), async (item) => item, { pace, clock }))).toHaveLength(100);
  });
});

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
