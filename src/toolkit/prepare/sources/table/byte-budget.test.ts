import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteBudget } from './byte-budget.ts';

describe('ByteBudget', () => {
  it('never holds more than its limit but for one that is larger, and runs everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(150), { maxLength: 20 }), async (sizes) => {
        const budget = new ByteBudget(100);
        const running: number[] = [];
        const done = await Promise.all(
          sizes.map((size, index) =>
            budget.run(size, async () => {
              running.push(size);
              expect(running.length === 1 || running.reduce((sum, one) => sum + one, 0) <= 100).toBe(true);
              await new Promise((turn) => setImmediate(turn));
              running.splice(running.indexOf(size), 1);
              return index;
            }),
          ),
        );
        expect(done).toEqual([...sizes.keys()]);
      }),
      { numRuns: 50 },
    );
  });

  it('gives back what failed work held', async () => {
    const budget = new ByteBudget(10);
    await expect(budget.run(10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await budget.run(10, async () => 1)).toBe(1);
  });
});
