import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { datasetLines } from './dataset-lines.ts';

async function linesOf(chunks: readonly Buffer[]) {
  const lines = [];
  for await (const line of datasetLines(Readable.from(chunks), 'train.jsonl')) lines.push(line);
  return lines;
}

it('finds the same lines wherever the file is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('{"a":1}', '发票', '', ' ', 'x'), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 7 }),
      async (texts, end, size) => {
        const bytes = Buffer.from(texts.join(end));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const expected = texts.flatMap((text, index) => (text.trim() === '' ? [] : [{ number: index + 1, text }]));
        expect(await linesOf(chunks)).toEqual(expected);
      },
    ),
  );
});

it('refuses a line beyond 4 MiB without holding the rest, and bytes that are not UTF-8', async () => {
  let given = 0;
  const endless = Readable.from(
    (function* () {
      for (; given < 1000; given++) yield Buffer.alloc(1024 * 1024, 'a');
    })(),
  );
  await expect(
    (async () => {
      for await (const _line of datasetLines(endless, 'train.jsonl'));
    })(),
  ).rejects.toThrow('Input size exceeded in file train.jsonl for record starting at line 1');
  expect(given).toBeLessThan(30);
  await expect(linesOf([Buffer.from('{}\n'), Buffer.from([0xff, 0xfe])])).rejects.toThrow('Line 2 is not UTF-8');
});
