import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapInOrder } from './map-in-order.ts';

async function* numbers(count: number) {
  for (let n = 0; n < count; n++) yield n;
}

describe('mapping in order', () => {
  it('keeps the order of items that take different times, within the bound', async () => {
    let working = 0;
    let most = 0;
    const results: number[] = [];
    const mapped = mapInOrder(numbers(9), 3, async (n) => {
      most = Math.max(most, ++working);
      await wait((n * 7) % 5);
      working -= 1;
      return n * 10;
    });
    for await (const result of mapped) results.push(result);
    expect(results).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80]);
    expect(most).toBe(3);
  });

  it('fails with the first failure in order, after the others have ended', async () => {
    const ended: number[] = [];
    const mapped = mapInOrder(numbers(9), 3, async (n) => {
      await wait(n === 1 ? 1 : 10);
      ended.push(n);
      if (n === 1) throw new Error('one');
      return n;
    });
    await expect(
      (async () => {
        for await (const _result of mapped);
      })(),
    ).rejects.toThrow('one');
    expect(ended.sort()).toEqual([0, 1, 2, 3]);
  });

  it("tells an item's failure before a later one of the source, and closes the source", async () => {
    let closed = false;
    async function* source() {
      try {
        yield 0;
        throw new Error('source');
      } finally {
        closed = true;
      }
    }
    const first = mapInOrder(source(), 3, async () => {
      await wait(5);
      throw new Error('item');
    });
    await expect(first.next()).rejects.toThrow('item');
    expect(closed).toBe(true);
    const second = mapInOrder(source(), 3, async (n) => n);
    expect(await second.next()).toEqual({ done: false, value: 0 });
    await expect(second.next()).rejects.toThrow('source');
  });

  it('closes the source when the consumer stops early', async () => {
    let closed = false;
    async function* source() {
      try {
        yield* numbers(100);
      } finally {
        closed = true;
      }
    }
    for await (const result of mapInOrder(source(), 3, async (n) => n)) {
      if (result === 2) break;
    }
    expect(closed).toBe(true);
  });
});
