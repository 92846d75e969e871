import { createContext, runInContext } from 'node:vm';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../audit-report.ts';
import { labelTableOf, readLabelTable } from './label-table.ts';
import { reviewPage } from './review-page.ts';
import { CSV_SCRIPT } from './review-script.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const DOCUMENTS = [
  { id: '1.jpg', label: '甲,乙公司' },
  { id: 'sub/2.jpg', label: '丙公司' },
];

describe('readLabelTable', () => {
  it.each([
    ['\uFEFF图片名称,销售方,备注\r\n1.jpg,"甲,乙公司",x\r\n./sub/2.jpg,丙公司,y\r\n'],
    ['图片名称;销售方;备注\n1.jpg;甲,乙公司;x\nsub\\2.jpg;丙公司;y\n'],
    ['图片名称\t销售方\t备注\n1.jpg\t甲,乙公司\tx\nsub/2.jpg\t丙公司\ty\n'],
  ])('keeps every column and finds image and label by their content', (text) => {
    const table = readLabelTable(encode(text), DOCUMENTS);
    expect(table.header).toEqual(['图片名称', '销售方', '备注']);
    expect(table.labelColumn).toBe(1);
    expect(table.rows.map((row) => row[2])).toEqual(['x', 'y']);
    expect(Object.fromEntries(table.rowsOf)).toEqual({ '1.jpg': [0], 'sub/2.jpg': [1] });
  });

  it('reads GB18030', () => {
    // 图片,销售方 and 丙公司 in GB18030.
    const bytes = Uint8Array.from([
      0xcd,
      0xbc,
      0xc6,
      0xac,
      0x2c,
      0xcf,
      0xfa,
      0xca,
      0xdb,
      0xb7,
      0xbd,
      0x0a,
      ...encode('sub/2.jpg,'),
      0xb1,
      0xfb,
      0xb9,
      0xab,
      0xcb,
      0xbe,
      0x0a,
    ]);
    expect(readLabelTable(bytes, DOCUMENTS)).toMatchObject({
      header: ['图片', '销售方'],
      rows: [['sub/2.jpg', '丙公司']],
    });
  });

  it('says when there is no table of these documents', () => {
    expect(() => readLabelTable(encode('a,b\n1,2\n'), DOCUMENTS)).toThrow(
      expect.objectContaining({ code: 'csv-column-missing' }),
    );
  });
});

describe('the script of the page', () => {
  const context = createContext({});
  runInContext(CSV_SCRIPT, context);
  const toCsv = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
    Object.assign(context, { header, rows });
    return String(runInContext('toCsv(header, rows)', context));
  };

  it('writes CSV that reads back as it was', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'甲a ,"\n\r1') });
    const tables = fc.integer({ min: 1, max: 4 }).chain((width) => {
      const row = fc.array(cell, { minLength: width, maxLength: width });
      return fc.tuple(row, fc.array(row, { maxLength: 5 }));
    });
    fc.assert(
      fc.property(tables, ([header, rows]) => {
        const text = toCsv(header, rows);
        expect(text.startsWith('\uFEFF')).toBe(true);
        const wanted = [header, ...rows].filter((row) => row.some((value) => value !== '') || row.length > 1);
        const read = parse(text, {
          bom: true,
          skip_empty_lines: false,
          relax_column_count: true,
          record_delimiter: '\r\n',
        }) as string[][];
        expect(read.filter((row) => row.some((value) => value !== '') || row.length > 1)).toEqual(wanted);
      }),
    );
  });

  it('changes the label of every row of a document and nothing else', () => {
    Object.assign(context, {
      rows: [
        ['1', 'a', 'x'],
        ['2', 'b', 'y'],
        ['1', 'a', 'z'],
      ],
      items: [{ rows: [0, 2] }, { rows: [] }],
      values: ['c', 'never'],
    });
    const corrected: unknown = JSON.parse(
      String(runInContext('JSON.stringify(correctedRows(rows, 1, items, values))', context)),
    );
    expect(corrected).toEqual([
      ['1', 'c', 'x'],
      ['2', 'b', 'y'],
      ['1', 'c', 'z'],
    ]);
  });
});

describe('reviewPage', () => {
  const report: AuditReport = {
    documents: 2,
    findings: [
      {
        document: '1.jpg',
        code: 'label-chatter',
        severity: 'error',
        message: 'Expected </script><b>',
        remedy: 'Keep the value.',
        proposed: '甲公司',
      },
    ],
    groups: [],
    labelsHash: '',
    proposals: [{ document: '1.jpg', label: '甲,乙公司', proposed: '甲公司' }],
    summary: { flagged: 1, flaggedShare: 0.5, withErrors: 1, pagesRead: 2, byCode: { 'label-chatter': 1 } },
  };
  const page = reviewPage(report, {
    title: 'Audit of <labels>',
    fileName: 'labels-corrected.csv',
    table: labelTableOf(DOCUMENTS),
    pictures: new Map([['1.jpg', { mediaType: 'image/jpeg', bytes: Uint8Array.of(1, 2, 3) }]]),
  });

  it('embeds the data so that nothing in it becomes markup', () => {
    expect(page).toContain('Audit of &#60;labels&#62;');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    const json = /<script type="application\/json" id="data">(.*)<\/script>/.exec(page)?.[1] ?? '';
    expect(JSON.parse(json)).toMatchObject({
      header: ['image', 'label'],
      items: [
        { id: '1.jpg', rows: [0], label: '甲,乙公司', proposed: '甲公司', picture: 'data:image/jpeg;base64,AQID' },
      ],
    });
  });

  it('asks nothing of any network and allows its own script and style alone', () => {
    expect(page).not.toMatch(/(src|href)="|https?:|@import|url\(/);
    expect(page).toMatch(/default-src 'none'; img-src data:; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/);
    expect(page).not.toMatch(/unsafe-inline|console\./);
  });
});
