import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { UnreadableImageError } from '../unreadable-image-error.ts';
import { decodeImage } from './decode-image.ts';
import type { Raster } from './raster.ts';

const WIDTH = 40;
const HEIGHT = 20;

/** Left half red, right half blue; the top left quarter of the red is white. */
function picture(): Sharp {
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) data.set(colourAt(x, y), (y * WIDTH + x) * 3);
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

function colourAt(x: number, y: number): [number, number, number] {
  if (x < WIDTH / 4 && y < HEIGHT / 2) return [255, 255, 255];
  return x < WIDTH / 2 ? [255, 0, 0] : [0, 0, 255];
}

function pixel({ data, width }: Raster, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

function expectColour(found: number[], [r, g, b]: [number, number, number]): void {
  const off = Math.max(...[r, g, b].map((value, channel) => Math.abs(value - (found[channel] ?? -1000))));
  expect(off, `${found} is not ${[r, g, b]}`).toBeLessThan(60);
}

/** An uncompressed bitmap of the picture, its bottom row first. */
async function bitmap(bits: 24 | 32): Promise<Buffer> {
  const raw = await picture().raw().toBuffer();
  const size = bits / 8;
  const file = Buffer.alloc(54 + WIDTH * HEIGHT * size);
  file.write('BM');
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(WIDTH, 18);
  file.writeInt32LE(HEIGHT, 22);
  file.writeUInt16LE(bits, 28);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const from = ((HEIGHT - 1 - Math.floor(i / WIDTH)) * WIDTH + (i % WIDTH)) * 3;
    file.set([...raw.subarray(from, from + 3)].reverse(), 54 + i * size);
  }
  return file;
}

const encodings: readonly [string, () => Promise<Buffer>][] = [
  ['png', () => picture().png().toBuffer()],
  ['16-bit png', () => picture().toColourspace('rgb16').png().toBuffer()],
  ['palette png', () => picture().png({ palette: true }).toBuffer()],
  ['jpeg', () => picture().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
  ['gif', () => picture().gif().toBuffer()],
  ['webp', () => picture().webp({ lossless: true }).toBuffer()],
  ['tiff', () => picture().tiff({ compression: 'lzw' }).toBuffer()],
  ['24-bit bmp', () => bitmap(24)],
  ['32-bit bmp', () => bitmap(32)],
];

describe('decodeImage', () => {
  it.each(encodings)('decodes a %s', async (_name, encode) => {
    const { width, height, raster } = await decodeImage(await encode(), 100);
    expect([width, height, raster.width, raster.height]).toEqual([WIDTH, HEIGHT, WIDTH, HEIGHT]);
    expect(raster.data.length).toBe(WIDTH * HEIGHT * 3);
    expectColour(pixel(raster, 3, 3), [255, 255, 255]);
    expectColour(pixel(raster, 3, 16), [255, 0, 0]);
    expectColour(pixel(raster, 35, 10), [0, 0, 255]);
  });

  it('decodes one-bit bitmaps through their palette', async () => {
    const file = Buffer.alloc(62 + 4 * 2);
    file.write('BM');
    file.writeUInt32LE(62, 10);
    file.writeUInt32LE(40, 14);
    file.writeInt32LE(9, 18);
    file.writeInt32LE(-2, 22);
    file.writeUInt16LE(1, 28);
    file.set([255, 0, 0, 0, 0, 255, 255, 0], 54);
    file.set([0b1000_0000, 0b1000_0000, 0, 0, 0b0100_0000, 0, 0, 0], 62);
    const { raster } = await decodeImage(file, 100);
    expect(pixel(raster, 0, 0)).toEqual([255, 255, 0]);
    expect(pixel(raster, 8, 0)).toEqual([255, 255, 0]);
    expect(pixel(raster, 1, 1)).toEqual([255, 255, 0]);
    expect(pixel(raster, 0, 1)).toEqual([0, 0, 255]);
  });

  it('turns the picture upright and states the upright size', async () => {
    const turned = await picture().withMetadata({ orientation: 6 }).png().toBuffer();
    const { width, height, raster } = await decodeImage(turned, 20);
    expect([width, height, raster.width, raster.height]).toEqual([HEIGHT, WIDTH, 10, 20]);
    expectColour(pixel(raster, 8, 1), [255, 255, 255]);
    expectColour(pixel(raster, 5, 18), [0, 0, 255]);
  });

  it('puts transparent and grey pictures on white, in three channels', async () => {
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } });
    expect(pixel((await decodeImage(await clear.png().toBuffer(), 100)).raster, 4, 4)).toEqual([255, 255, 255]);
    const grey = await picture().greyscale().toColourspace('b-w').png().toBuffer();
    const { raster } = await decodeImage(grey, 100);
    expect(raster.data.length).toBe(WIDTH * HEIGHT * 3);
    expect(new Set(pixel(raster, 3, 16)).size).toBe(1);
  });

  it('takes the first frame', async () => {
    const second = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#0f0' } })
      .png()
      .toBuffer();
    const frames = [await picture().png().toBuffer(), second];
    const animation = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const { height, raster } = await decodeImage(animation, 100);
    expect(height).toBe(HEIGHT);
    expectColour(pixel(raster, 3, 16), [255, 0, 0]);
  });

  it.each(encodings)('refuses a truncated %s', async (_name, encode) => {
    const bytes = await encode();
    const half = decodeImage(bytes.subarray(0, Math.floor(bytes.length / 2)), 100);
    await expect(half).rejects.toMatchObject({ name: 'UnreadableImageError', code: 'unreadable-image' });
  });

  it('refuses a few bytes that claim gigapixels, before decoding', async () => {
    const bomb = await picture().png().toBuffer();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    await expect(decodeImage(bomb, 100)).rejects.toThrow('claims 60000 × 60000 pixels; at most 100 million');
  });

  it('says what it got instead of an image', async () => {
    await expect(decodeImage(Buffer.from('%PDF-1.4'), 100)).rejects.toThrow('got pdf');
    const svg = await readFile(new URL('../fixtures/drawn-page.svg', import.meta.url));
    await expect(decodeImage(svg, 100)).rejects.toThrow('got svg');
    await expect(decodeImage(new Uint8Array(), 100)).rejects.toThrow('got 0 bytes.');
    await expect(decodeImage(Buffer.from('hello'), 100)).rejects.toThrow(
      'got 5 bytes that begin with 68656c6c6f (hex)',
    );
  });

  it('keeps the cause of damage inside the pixels', async () => {
    const bytes = await picture().png().toBuffer();
    bytes.fill(0x55, 50, 70);
    const error: unknown = await decodeImage(bytes, 100).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreadableImageError);
    expect(error).toMatchObject({ cause: expect.any(Error), message: expect.stringContaining('png image of 40 × 20') });
  });
});
