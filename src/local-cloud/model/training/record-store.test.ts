import { describe, expect, it } from 'vitest';
import { RecordStore } from './record-store.ts';

interface Numbers {
  readonly name: string;
  readonly values: Float32Array;
  readonly indexes: Uint16Array;
}

const numbers = (i: number): Numbers => ({
  name: `record ${i}`,
  values: Float32Array.from([i, i / 3]),
  indexes: Uint16Array.from([i, i + 1, i + 2]),
});

describe('RecordStore', () => {
  it.each([
    ['memory', 1e6],
    ['a file', 0],
    ['both', 350],
  ])('gives records back from %s, in any order', (_, limit) => {
    const store = new RecordStore<Numbers>(() => 100, limit);
    try {
      for (let i = 0; i < 10; i++) expect(store.add(numbers(i))).toBe(i);
      expect(store.size).toBe(10);
      for (const i of [9, 0, 3, 4, 2, 9]) expect(store.get(i)).toEqual(numbers(i));
      expect(() => store.get(10)).toThrow('There is no record 10.');
    } finally {
      store.close();
    }
  });
});
