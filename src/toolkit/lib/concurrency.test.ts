import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapOrdered } from './concurrency.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('mapOrdered', () => {
  it('keeps the order of the items while later work ends first, and never runs more than allowed', async () => {
    let running = 0;
    let most = 0;
    const work = async (item: number) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(item % 3 === 0 ? 5 : 0);
      running -= 1;
      return item * 10;
    };
    const results = await collect(mapOrdered([0, 1, 2, 3, 4, 5, 6], work, { concurrency: 3 }));
    expect(results).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(most).toBe(3);
  });

  it('awaits running work before a failure is thrown', async () => {
    let finished = 0;
    const work = async (item: number) => {
      if (item === 0) throw new Error('first failed');
      await sleep(5);
      finished += 1;
    };
    await expect(collect(mapOrdered([0, 1], work, { concurrency: 2 }))).rejects.toThrow('first failed');
    expect(finished).toBe(1);
  });

  it('throws the reason of the signal', async () => {
    const controller = new AbortController();
    const work = async (item: number) => {
      if (item === 1) controller.abort(new Error('enough'));
      return item;
    };
    const results = mapOrdered([0, 1, 2, 3], work, { concurrency: 1, signal: controller.signal });
    await expect(collect(results)).rejects.toThrow('enough');
  });
});
