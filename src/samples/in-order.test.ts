import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

async function collect<T>(generator: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of generator) all.push(item);
  return all;
}

test('results keep the order of the items, and never more than atOnce are under way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(4), { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), async (waits, atOnce) => {
      let underWay = 0;
      const work = async (wait: number) => {
        underWay++;
        expect(underWay).toBeLessThanOrEqual(atOnce);
        await sleep(wait);
        underWay--;
        return wait;
      };
      expect(await collect(inOrder(waits, work, atOnce))).toEqual(waits);
    }),
    { numRuns: 30 },
  );
});

test('an early error of a later item waits for its turn, and nothing new is started after it', async () => {
  const started: number[] = [];
  const work = async (item: number) => {
    started.push(item);
    if (item === 1) throw new Error('item 1');
    await sleep(20);
    return item;
  };
  const results: number[] = [];
  const run = async () => {
    for await (const item of inOrder([0, 1, 2, 3, 4, 5], work, 3)) results.push(item);
  };
  await expect(run()).rejects.toThrow('item 1');
  expect(results).toEqual([0]);
  expect(started).toEqual([0, 1, 2, 3]);
});
