import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from './to-csv.ts';

const cell = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' a', 'b ', '"', ',', '\n', '\r\n', '销售方'),
);
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }));

describe('toCsv', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const header = (rows[0] ?? []).map((_, column) => `column ${column}`);
        const read: unknown = parse(Buffer.from(toCsv(header, rows)), { bom: true, skip_empty_lines: false });
        expect(read).toEqual([header, ...rows]);
      }),
    );
  });

  it('begins with a byte order mark and quotes only what needs it', () => {
    expect(toCsv(['image', 'label'], [['a,b', '发票']])).toBe('\uFEFFimage,label\r\n"a,b",发票\r\n');
  });
});
