import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CloudError } from '../errors.ts';
import { CallPace } from './adaptive-concurrency-pace.ts';
import { CallGate, NoTurnError } from './call-gate.ts';

/** Time that passes when it is told to. */
function manualClock() {
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (milliseconds: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
      }),
    pass: async (milliseconds: number) => {
      now += milliseconds;
      for (const { wake } of sleepers.filter(({ at }) => at <= now)) wake();
      sleepers = sleepers.filter(({ at }) => at > now);
      await setImmediate();
    },
  };
}

const throttled = () => new CloudError('throttled', 'Too many.', { retryable: true, status: 429 });

describe('CallGate', () => {
  it('lets a call that may not wait long go without a turn, and never makes it', async () => {
    const clock = manualClock();
    const gate = new CallGate({ pace: new CallPace({ maxConcurrency: 1 }), clock });
    let finish: (value: string) => void = () => {};
    const first = gate.call(
      () =>
        new Promise<string>((resolve) => {
          finish = resolve;
        }),
    );
    let made = 0;
    const second = gate.call(async () => made++, { maxWaitMs: 500 });
    const refused = expect(second).rejects.toBeInstanceOf(NoTurnError);
    await clock.pass(500);
    await refused;
    finish('done');
    expect(await first).toBe('done');
    expect(made).toBe(0);
  });

  it('hands a refusal on at once to those who may not wait, and makes the call again for all others', async () => {
    const clock = manualClock();
    const gate = new CallGate({ pace: new CallPace({ maxConcurrency: 4 }), clock });
    let calls = 0;
    const refusedOnce = async () => {
      calls += 1;
      if (calls === 1) throw throttled();
      return calls;
    };
    await expect(gate.call(refusedOnce, { maxWaitMs: 500 })).rejects.toMatchObject({ code: 'throttled', status: 429 });
    calls = 0;
    expect(await gate.call(refusedOnce)).toBe(2);
  });

  it('reserves the tokens of a call, and gives back what an answer or a refusal did not use', async () => {
    const clock = manualClock();
    const gate = new CallGate({ pace: new CallPace({ maxConcurrency: 4, tokensPerMinute: 100 }), clock });
    await gate.call(async () => 30, { tokens: 90, tokensOf: (used) => used });
    await expect(gate.call(() => Promise.reject(throttled()), { tokens: 70, maxWaitMs: 10 })).rejects.toThrow(
      'Too many',
    );
    expect(await gate.call(async () => 'has room', { tokens: 70 })).toBe('has room');
    let isMade = false;
    const waiting = gate.call(
      async () => {
        isMade = true;
      },
      { tokens: 1 },
    );
    await clock.pass(59_000);
    expect(isMade).toBe(false);
    await clock.pass(1000);
    await waiting;
    expect(isMade).toBe(true);
  });

  it('does not count a model that is not loaded yet as a call that was taken', async () => {
    const pace = new CallPace({ maxConcurrency: 8, initialConcurrency: 1 });
    const gate = new CallGate({ pace, clock: manualClock() });
    const cold = () => Promise.reject(new CloudError('model-not-ready', 'Loading.', { retryable: true, status: 429 }));
    await expect(gate.call(cold)).rejects.toThrow('Loading');
    expect(pace.state).toMatchObject({ limit: 1, running: 0, refused: 0 });
    await gate.call(async () => 'answer');
    expect(pace.state.limit).toBe(2);
  });
});
