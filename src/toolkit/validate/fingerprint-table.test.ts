import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintLine } from './fingerprint.ts';
import { FingerprintTable } from './fingerprint-table.ts';

describe('FingerprintTable', () => {
  it('keeps the first place of each fingerprint, as a map does', () => {
    const part = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
    fc.assert(
      fc.property(fc.array(fc.record({ high: part, low: part }), { maxLength: 200 }), (all) => {
        const table = new FingerprintTable();
        const map = new Map<string, number>();
        all.forEach((fingerprint, index) => {
          const key = `${fingerprint.high} ${fingerprint.low}`;
          expect(table.find(fingerprint)?.line).toBe(map.get(key));
          table.keep(fingerprint, 0, index + 1);
          if (!map.has(key)) map.set(key, index + 1);
        });
      }),
    );
  });

  it('grows past its first size, and stops keeping at its bound', () => {
    const table = new FingerprintTable(50_000);
    for (let line = 1; line <= 60_000; line++) table.keep({ high: line, low: -line }, 1, line);
    for (const line of [1, 32_768, 40_000, 50_000])
      expect(table.find({ high: line, low: -line })).toEqual({ file: 1, line });
    expect(table.find({ high: 50_001, low: -50_001 })).toBeUndefined();
  });
});

describe('fingerprintLine', () => {
  it('tells 50,000 lines apart that differ by a number in the middle', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 50_000; index++) {
      const { high, low } = fingerprintLine(Buffer.from(`${'a'.repeat(700)}${index}${'b'.repeat(900)}`));
      seen.add(`${high} ${low}`);
    }
    expect(seen.size).toBe(50_000);
  });

  it('does not depend on where the line stands in its buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(9), (bytes, offset) => {
        const moved = Buffer.concat([Buffer.alloc(offset, 7), bytes, Buffer.alloc(5, 9)]);
        expect(fingerprintLine(moved.subarray(offset, offset + bytes.length))).toEqual(fingerprintLine(bytes));
      }),
    );
  });
});
