import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ByteSource, fileBytes, rememberReads } from './byte-source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('fileBytes', () => {
  it('reads ranges, counts them and keeps to the file', async () => {
    const path = join(folder, 'f');
    await writeFile(path, 'abcdefgh');
    const counter = { bytes: 0 };
    const source = await fileBytes(path, 'f', counter);
    expect(Buffer.from(await source.read(2, 5)).toString()).toBe('cde');
    expect(await source.read(8, 8)).toHaveLength(0);
    expect(counter.bytes).toBe(3);
    for (const [start, end] of [
      [0, 9],
      [-1, 2],
      [5, 4],
    ] as const)
      await expect(source.read(start, end)).rejects.toThrow(RangeError);
    await truncate(path, 3);
    await expect(source.read(2, 5)).rejects.toThrow('ended at byte 3');
  });
});

describe('rememberReads', () => {
  it('asks once for small ranges as long as there is room', async () => {
    const asked: string[] = [];
    const source: ByteSource = {
      name: 'x',
      size: 100,
      read: async (start, end) => {
        asked.push(`${start}-${end}`);
        return Uint8Array.from({ length: end - start }, (_, index) => start + index);
      },
    };
    const remembered = rememberReads(source, 20);
    for (const [start, end] of [
      [0, 5],
      [0, 5],
      [0, 50],
      [0, 50],
    ] as const)
      expect([...(await remembered.read(start, end))].at(-1)).toBe(end - 1);
    expect(asked).toEqual(['0-5', '0-50', '0-50']);
    for (const start of [10, 20, 30, 40]) await remembered.read(start, start + 5);
    await remembered.read(40, 45);
    await remembered.read(0, 5);
    expect(asked.slice(3)).toEqual(['10-15', '20-25', '30-35', '40-45', '0-5']);
  });
});
