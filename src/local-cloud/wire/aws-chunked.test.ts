import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsChunkedDecoder } from './aws-chunked.ts';

const SIGNATURE = `;chunk-signature=${'a'.repeat(64)}`;

/** Frames data as a client would. */
function frame(chunks: readonly Uint8Array[], trailers: readonly string[], signed: boolean): Buffer {
  const suffix = signed ? SIGNATURE : '';
  const parts: Uint8Array[] = chunks
    .filter((chunk) => chunk.length > 0)
    .flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}${suffix}\r\n`), chunk, Buffer.from('\r\n')]);
  parts.push(Buffer.from(`0${suffix}\r\n${trailers.map((line) => `${line}\r\n`).join('')}\r\n`));
  return Buffer.concat(parts);
}

/** Cuts at the given places, so that framing and packets do not coincide. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
}

async function decode(packets: readonly Buffer[], decoder = new AwsChunkedDecoder()): Promise<Buffer> {
  const out: Buffer[] = [];
  await pipeline(Readable.from(packets.filter((packet) => packet.length > 0)), decoder, async (source) => {
    for await (const chunk of source) out.push(chunk as Buffer);
  });
  return Buffer.concat(out);
}

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('aws-chunked', () => {
  it('gives back what was framed, however it was cut', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.array(fc.nat(), { maxLength: 40 }), fc.boolean(), async (data, places, signed) => {
        const total = Buffer.concat(data);
        const decoder = new AwsChunkedDecoder(total.length);
        const framed = frame(data, ['x-amz-checksum-crc32: AAAAAA=='], signed);
        expect(await decode(cut(framed, places), decoder)).toEqual(total);
        expect(decoder.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      }),
      { numRuns: 200 },
    );
  });

  it('refuses every body that is cut short', async () => {
    const framed = frame([Buffer.from('hello'), Buffer.from('world')], ['x-amz-checksum-crc32: AAAAAA=='], false);
    // The last two bytes are the empty line that some signers leave out.
    for (let end = 0; end < framed.length - 2; end += 1) {
      await expect(decode([framed.subarray(0, end)])).rejects.toEqual(code('IncompleteBody'));
    }
  });

  it.each([
    ['a size that is no number', 'xyz\r\nhello\r\n0\r\n\r\n'],
    ['a negative size', '-1\r\nhello\r\n0\r\n\r\n'],
    ['a chunk longer than announced', '3\r\nhello\r\n0\r\n\r\n'],
    ['a bare line feed', '5\nhello\r\n0\r\n\r\n'],
    ['an endless header', `${'5'.repeat(10_000)}\r\n`],
    ['bytes after the end', '0\r\n\r\nmore'],
    ['a nameless trailer', '0\r\n: value\r\n\r\n'],
  ])('refuses %s', async (_case, body) => {
    await expect(decode([Buffer.from(body)])).rejects.toEqual(code('InvalidRequest'));
  });

  it('refuses more or fewer bytes than promised', async () => {
    const framed = frame([Buffer.from('hello')], [], false);
    await expect(decode([framed], new AwsChunkedDecoder(4))).rejects.toEqual(code('IncompleteBody'));
    await expect(decode([framed], new AwsChunkedDecoder(6))).rejects.toEqual(code('IncompleteBody'));
  });
});
