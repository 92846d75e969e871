import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines } from './json-lines.ts';

async function linesOf(chunks: readonly Uint8Array[], max?: number) {
  const lines = [];
  for await (const line of splitLines(chunks, max)) {
    lines.push({ ...line, text: Buffer.from(line.bytes).toString() });
  }
  return lines;
}

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index] ?? 0, end));
}

describe('splitLines', () => {
  it('splits at LF and CRLF, keeps U+2028, and takes a last line without an end', async () => {
    const lines = await linesOf([Buffer.from('{"a":"x\u2028y"}\n\r\nb\r\nlast')]);
    expect(lines.map(({ number, text, end }) => ({ number, text, end }))).toEqual([
      { number: 1, text: '{"a":"x\u2028y"}', end: 'lf' },
      { number: 2, text: '', end: 'crlf' },
      { number: 3, text: 'b', end: 'crlf' },
      { number: 4, text: 'last', end: 'none' },
    ]);
  });

  it('gives no line for no bytes and none after the last line end', async () => {
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf([Buffer.from('a\n')])).toHaveLength(1);
  });

  it('reports lines over the limit without keeping them, and goes on after them', async () => {
    const long = Buffer.from('x'.repeat(50));
    const lines = await linesOf([long, long, Buffer.from('\nshort\n')], 10);
    expect(lines.map(({ number, text, tooLong, length }) => ({ number, text, tooLong, length }))).toEqual([
      { number: 1, text: '', tooLong: true, length: 100 },
      { number: 2, text: 'short', tooLong: false, length: 5 },
    ]);
  });

  it('does not count the line end into the limit', async () => {
    const lines = await linesOf([Buffer.from('12345'), Buffer.from('\r'), Buffer.from('\n12345\n123456\n')], 5);
    expect(lines.map((line) => line.tooLong)).toEqual([false, false, true]);
    expect(lines[0]?.text).toBe('12345');
  });

  it('gives the same lines however the bytes are cut into chunks', async () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '\u2028', '中', 'long text'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat({ max: 200 }), { maxLength: 8 }), async (parts, places) => {
        const whole = Buffer.from(parts.join(''));
        const lines = await linesOf(cut(whole, places), 6);
        expect(lines).toEqual(await linesOf([whole], 6));
        const total = lines.reduce((sum, line) => sum + line.length + { lf: 1, crlf: 2, none: 0 }[line.end], 0);
        expect(total).toBe(whole.length);
      }),
    );
  });
});
