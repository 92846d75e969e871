import { describe, expect, it } from 'vitest';
import { mapUnordered } from './map-unordered.ts';

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe('mapUnordered', () => {
  it('yields every result, the quick ones first', async () => {
    const seen: number[] = [];
    for await (const value of mapUnordered([30, 1, 10], (ms) => pause(ms).then(() => ms), { concurrency: 3 }))
      seen.push(value);
    expect(seen).toEqual([1, 10, 30]);
  });

  it('keeps to its bound', async () => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(1);
      running -= 1;
    };
    for await (const _ of mapUnordered(Array.from({ length: 20 }), work, { concurrency: 3 }));
    expect(most).toBe(3);
  });

  it('fails with the first error, after running work has ended', async () => {
    let ended = 0;
    const work = async (value: number) => {
      if (value === 1) throw new Error('refused');
      await pause(5);
      ended += 1;
    };
    const all = async () => {
      for await (const _ of mapUnordered([0, 1], work, { concurrency: 2 }));
    };
    await expect(all()).rejects.toThrow('refused');
    expect(ended).toBe(1);
  });

  it('takes no further item once aborted', async () => {
    const aborter = new AbortController();
    const taken: number[] = [];
    const work = async (value: number) => {
      taken.push(value);
      if (value === 2) aborter.abort(new Error('enough'));
    };
    const all = async () => {
      for await (const _ of mapUnordered([1, 2, 3, 4], work, { concurrency: 1, signal: aborter.signal }));
    };
    await expect(all()).rejects.toThrow('enough');
    expect(taken).toEqual([1, 2]);
  });
});
