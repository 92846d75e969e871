import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { sniffImage } from './sniff-image.ts';

const plain = (): Sharp => sharp({ create: { width: 37, height: 21, channels: 3, background: '#a31' } });
const transparent = (): Sharp => sharp({ create: { width: 37, height: 21, channels: 4, background: '#a318' } });

async function twoFrames(): Promise<Sharp> {
  const frames = await Promise.all(['#a31', '#13a'].map((background) => frame(background)));
  return sharp(frames, { join: { animated: true } });
}

function frame(background: string): Promise<Buffer> {
  return sharp({ create: { width: 37, height: 21, channels: 3, background } })
    .png()
    .toBuffer();
}

const encodings: readonly [name: string, format: string, encode: () => Promise<Buffer>][] = [
  ['png', 'png', () => plain().png().toBuffer()],
  ['palette png', 'png', () => plain().png({ palette: true }).toBuffer()],
  ['jpeg', 'jpeg', () => plain().jpeg().toBuffer()],
  ['progressive jpeg', 'jpeg', () => plain().jpeg({ progressive: true }).toBuffer()],
  ['gif', 'gif', () => plain().gif().toBuffer()],
  ['lossy webp', 'webp', () => plain().webp().toBuffer()],
  ['lossless webp', 'webp', () => plain().webp({ lossless: true }).toBuffer()],
  ['lossy webp with alpha', 'webp', () => transparent().webp().toBuffer()],
  ['tiff', 'tiff', () => plain().tiff().toBuffer()],
  ['tiled lzw tiff', 'tiff', () => plain().tiff({ tile: true, compression: 'lzw' }).toBuffer()],
  ['bigtiff', 'tiff', () => plain().tiff({ bigtiff: true }).toBuffer()],
];

describe('sniffImage', () => {
  it.each(encodings)('knows a %s and its size', async (_name, format, encode) => {
    expect(sniffImage(await encode())).toEqual({
      kind: 'image',
      format,
      width: 37,
      height: 21,
      animated: false,
      orientation: 1,
    });
  });

  it('knows a bitmap, also one stored top row first', () => {
    const header = Buffer.alloc(54);
    header.write('BM');
    header.writeUInt32LE(40, 14);
    header.writeInt32LE(37, 18);
    header.writeInt32LE(-21, 22);
    expect(sniffImage(header)).toMatchObject({ kind: 'image', format: 'bmp', width: 37, height: 21 });
    expect(sniffImage(Buffer.from('BMW is a maker of cars, not a bitmap'))).toEqual({ kind: 'unknown' });
  });

  it.each(['jpeg', 'png', 'webp', 'tiff'] as const)('finds the orientation of a %s', async (format) => {
    const bytes = await plain().withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
    expect(sniffImage(bytes)).toMatchObject({ format, width: 37, height: 21, orientation: 6 });
  });

  it.each(['gif', 'webp', 'tiff'] as const)('sees that a %s has more than one frame', async (format) => {
    const bytes = await (await twoFrames()).toFormat(format).toBuffer();
    expect(sniffImage(bytes)).toMatchObject({ format, width: 37, height: 21, animated: true });
  });

  it('names other kinds of documents', async () => {
    expect(sniffImage(Buffer.from('\n%PDF-1.7\n'))).toEqual({ kind: 'other', format: 'pdf' });
    expect(sniffImage(Buffer.from('<?xml version="1.0"?>\n<svg width="1">'))).toEqual({ kind: 'other', format: 'svg' });
    expect(sniffImage(Buffer.from('\0\0\0\x18ftypheic'))).toEqual({ kind: 'other', format: 'heic' });
    expect(sniffImage(await plain().avif().toBuffer())).toEqual({ kind: 'other', format: 'avif' });
    expect(sniffImage(Buffer.from('hello'))).toEqual({ kind: 'unknown' });
    expect(sniffImage(new Uint8Array())).toEqual({ kind: 'unknown' });
  });

  it('finds the size behind 200 KB of metadata', async () => {
    const jpeg = await plain().jpeg().toBuffer();
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(65_533, 0xff)]);
    const padded = Buffer.concat([jpeg.subarray(0, 2), comment, comment, comment, jpeg.subarray(2)]);
    expect(sniffImage(padded)).toMatchObject({ kind: 'image', format: 'jpeg', width: 37 });
  });

  it('says what is wrong with a header', async () => {
    const png = await plain().png().toBuffer();
    expect(sniffImage(png.subarray(0, 20))).toMatchObject({ kind: 'broken', format: 'png' });
    png.fill(0, 16, 20);
    expect(sniffImage(png)).toMatchObject({ kind: 'broken', reason: expect.stringContaining('0 × 21') });
  });

  it('never throws and keeps the format of a truncated image', async () => {
    const files = await Promise.all(encodings.map(async ([, format, encode]) => ({ format, bytes: await encode() })));
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.double({ min: 0, max: 1, noNaN: true }), ({ format, bytes }, share) => {
        const length = 12 + Math.floor(share * (bytes.length - 12));
        const sniffed = sniffImage(bytes.subarray(0, length));
        expect(['image', 'broken']).toContain(sniffed.kind);
        expect('format' in sniffed && sniffed.format).toBe(format);
      }),
    );
  });

  it('never throws on noise behind right magic bytes, and never states an impossible size', async () => {
    const starts = await Promise.all(encodings.map(async ([, , encode]) => (await encode()).subarray(0, 30)));
    const noise = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(fc.constantFrom(...starts, Buffer.alloc(0)), fc.nat(30), noise, (start, kept, tail) => {
        const sniffed = sniffImage(Buffer.concat([start.subarray(0, kept), tail]));
        if (sniffed.kind === 'image') expect(Math.min(sniffed.width, sniffed.height)).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });
});
