import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDelimiter, openCsv } from './csv-text.ts';
import { encodingNote } from './text-encoding.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'csv-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function read(bytes: Uint8Array, encoding?: string) {
  const file = join(root, 'labels.csv');
  await writeFile(file, bytes);
  const csv = await openCsv(file, { encoding });
  const rows: (readonly string[])[] = [];
  for await (const { cells } of csv.rows) rows.push(cells);
  const notes = [...encodingNote(csv.encoding, file)];
  return { encoding: csv.encoding, delimiter: csv.delimiter, rows, notes };
}

const TEXT = '图片名称,销售方\r\n1.jpg,"甲,乙（北京）有限公司"\r\n';
const ROWS = [
  ['图片名称', '销售方'],
  ['1.jpg', '甲,乙（北京）有限公司'],
];
/** `TEXT` as Excel writes it on a Chinese system: every character of it has two bytes or one. */
const GB18030 = Buffer.from(
  'cdbcc6acc3fbb3c62ccffacadbb7bd0d0a312e6a70672c22bcd72cd2d2a3a8b1b1bea9a3a9d3d0cfdeb9abcbbe220d0a',
  'hex',
);
const UTF_16 = Buffer.from(`\uFEFF${TEXT}`, 'utf16le');

describe('openCsv', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8', 'content', 0],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`), 'utf-8', 'byte-order-mark', 0],
    ['UTF-16 little-endian', UTF_16, 'utf-16le', 'byte-order-mark', 1],
    ['UTF-16 big-endian', Buffer.from(UTF_16).swap16(), 'utf-16be', 'byte-order-mark', 1],
    ['GB18030', GB18030, 'gb18030', 'content', 1],
  ])('reads %s, and says so when it is not UTF-8', async (_, bytes, name, from, notes) => {
    const found = await read(bytes);
    expect(found.encoding).toEqual({ name, from });
    expect(found.rows).toEqual(ROWS);
    expect(found.notes).toHaveLength(notes);
  });

  it('finds the wrong bytes of a GB18030 file wherever they are', async () => {
    const padding = Buffer.alloc(200_000, 'a,b\n');
    const { encoding, rows } = await read(Buffer.concat([padding, GB18030]));
    expect(encoding.name).toBe('gb18030');
    expect(rows.at(-1)).toEqual(ROWS[1]);
  });

  it('takes the word of the user over what it would find', async () => {
    expect((await read(Buffer.from('a,é\n', 'latin1'), 'latin1')).rows).toEqual([['a', 'é']]);
    expect((await read(GB18030, 'GBK')).rows).toEqual(ROWS);
  });

  it.each<[string, Uint8Array, string | undefined]>([
    ['file-is-spreadsheet', Buffer.from('PK\u0003\u0004and so on', 'latin1'), undefined],
    ['file-is-spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex'), undefined],
    ['encoding-undecidable', Buffer.from('a,b\n\xff\xff', 'latin1'), undefined],
    ['encoding-unknown', Buffer.from('a,b'), 'klingon'],
    ['encoding-mismatch', GB18030, 'utf-8'],
    ['csv-invalid', Buffer.from('a;b\n"1;2'), undefined],
  ])('refuses with %s', async (code, bytes, encoding) => {
    await expect(read(bytes, encoding)).rejects.toMatchObject({ name: 'InputError', code });
  });

  it('hints how to get text out of a spreadsheet', async () => {
    const work = read(Buffer.from('PK\u0003\u0004', 'latin1'));
    await expect(work).rejects.toMatchObject({ remedy: expect.stringContaining('CSV UTF-8') });
  });

  it.each([
    ['image\tlabel\n1.jpg\ta,b\n', '\t', ['1.jpg', 'a,b']],
    ['image;label\n1.jpg;"a;b, c"\n', ';', ['1.jpg', 'a;b, c']],
    ['\n"image;x",label\n1.jpg,a\n', ',', ['1.jpg', 'a']],
    ['image\n1.jpg\n', ',', ['1.jpg']],
  ])('finds the delimiter of %j', async (text, delimiter, last) => {
    const found = await read(Buffer.from(text));
    expect(found.delimiter).toBe(delimiter);
    expect(found.rows.at(-1)).toEqual(last);
  });

  it('reads back any cells in any encoding and with any delimiter', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '图', 'é', ',', ';', '\t', '"', '\n', '😀') });
    const encodings = fc.constantFrom<BufferEncoding>('utf8', 'utf16le');
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell),
        fc.constantFrom(',', '\t', ';'),
        encodings,
        async (cells, delimiter, encoding) => {
          const quoted = cells.map((text) => `"${text.replaceAll('"', '""')}"`);
          const lines = [`i${delimiter}l`, ...quoted.map((text) => `1${delimiter}${text}`)];
          const { rows } = await read(Buffer.from(`\uFEFF${lines.join('\n')}`, encoding));
          expect(rows.slice(1).map(([, text]) => text)).toEqual(cells);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('findDelimiter', () => {
  it('counts outside quotes, in the first line alone', () => {
    expect(findDelimiter('"a;b;c;d",e\n;;;;')).toBe(',');
  });
});
