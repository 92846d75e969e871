import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { prepareImage } from './prepare-image.ts';

const AUTO = { maxSide: 1600, format: 'auto' } as const;

/** A page of dark bars; `noise` makes it look like a photo. */
function pixels(width: number, height: number, noise = 0): Uint8Array {
  const data = new Uint8Array(width * height * 3).fill(255);
  let state = 7;
  for (let at = 0; at < data.length; at += 3) {
    const y = Math.floor(at / 3 / width);
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    const grey = (y % 20 < 6 ? 30 : 235) + (noise === 0 ? 0 : ((state >> 16) % noise) - noise / 2);
    data.set([grey, grey, noise === 0 ? grey : grey - 9], at);
  }
  return data;
}
const page = (width = 120, height = 160, noise = 0) =>
  sharp(pixels(width, height, noise), { raw: { width, height, channels: 3 } });

async function ready(bytes: Uint8Array, recipe: Parameters<typeof prepareImage>[1] = AUTO) {
  const prepared = await prepareImage(bytes, recipe);
  if (prepared.kind === 'skipped') throw new Error(`${prepared.code}: ${prepared.message}`);
  return prepared;
}

const grey = (bytes: Uint8Array) => sharp(bytes).toColourspace('b-w').raw().toBuffer();

/** A 24-bit Windows bitmap, bottom row first. */
function bitmap(width: number, height: number, rgb: Uint8Array): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((height - 1 - y) * width + x) * 3;
      for (const [at, channel] of [2, 1, 0].entries()) file[54 + y * stride + x * 3 + at] = rgb[from + channel] ?? 0;
    }
  }
  return file;
}

describe('prepareImage', () => {
  it('reads bitmaps, to the pixel', async () => {
    const { image } = await ready(bitmap(101, 60, pixels(101, 60)));
    expect(image).toMatchObject({ format: 'png', width: 101, height: 60 });
    expect((await grey(image.bytes)).equals(await page(101, 60).toColourspace('b-w').raw().toBuffer())).toBe(true);
  });

  it('stores what is grey as grey and what has few colours with a palette, without changing a pixel', async () => {
    const source = await page().tiff({ compression: 'lzw' }).toBuffer();
    const { image } = await ready(source);
    const plain = await page().png({ compressionLevel: 6 }).toBuffer();
    expect(image.bytes.length).toBeLessThan(plain.length);
    expect((await grey(image.bytes)).equals(await grey(source))).toBe(true);
  });

  it('keeps every pixel of lossless conversions', async () => {
    const colour = fc.record({ r: fc.nat(255), g: fc.nat(255), b: fc.nat(255) });
    const arbitrary = fc.array(colour, { minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(arbitrary, async (colours) => {
        const [width, height] = [40, 30];
        const data = new Uint8Array(width * height * 3);
        for (let pixel = 0; pixel < width * height; pixel++) {
          const { r, g, b } = colours[pixel % colours.length] ?? { r: 0, g: 0, b: 0 };
          data.set([r, g, b], pixel * 3);
        }
        const source = await sharp(data, { raw: { width, height, channels: 3 } })
          .tiff({ compression: 'none' })
          .toBuffer();
        const { image } = await ready(source, { maxSide: 1600, format: 'png' });
        const back = await sharp(image.bytes).toColourspace('srgb').removeAlpha().raw().toBuffer();
        expect(back.equals(data)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('chooses JPEG for photos and PNG for scans, the same every time', async () => {
    const photo = await page(900, 700, 60).blur(2).tiff().toBuffer();
    const first = await ready(photo);
    expect(first.image.format).toBe('jpeg');
    expect(Buffer.from((await ready(photo)).image.bytes).equals(first.image.bytes)).toBe(true);
    expect((await ready(await page(900, 700).tiff().toBuffer())).image.format).toBe('png');
    expect((await ready(photo, { maxSide: 1600, format: 'png' })).image.format).toBe('png');
  });

  it('takes the first page of several and says so', async () => {
    const pages = [page(80, 90), page(80, 90, 80)];
    const frames = await Promise.all(pages.map((one) => one.png().toBuffer()));
    const joined = sharp(frames, { join: { animated: true } });
    const tiff = await ready(await joined.clone().tiff({ compression: 'lzw' }).toBuffer());
    expect(tiff).toMatchObject({ note: 'image-several-pages', image: { width: 80, height: 90 } });
    expect((await grey(tiff.image.bytes)).equals(await grey(frames[0] ?? Buffer.alloc(0)))).toBe(true);
    const webp = await ready(await joined.clone().webp().toBuffer());
    expect(webp).toMatchObject({ note: 'image-animated', image: { width: 80, height: 90 } });
  });

  it('gives 16-bit, CMYK and transparent pages the tones they are seen with', async () => {
    const deep = await page().toColourspace('rgb16').png().toBuffer();
    const print = await page().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const toneOf = async (bytes: Uint8Array) =>
      (await sharp((await ready(bytes)).image.bytes).stats()).channels[0]?.mean;
    const expected = (await page().stats()).channels[0]?.mean ?? 0;
    expect(Math.abs(((await toneOf(deep)) ?? 0) - expected)).toBeLessThan(2);
    expect(Math.abs(((await toneOf(print)) ?? 0) - expected)).toBeLessThan(20);
    expect(await toneOf(clear)).toBe(255);
  });

  it('never throws, whatever the bytes are', async () => {
    const whole = await page().jpeg().toBuffer();
    const starts = [Buffer.alloc(0), whole, await page().tiff().toBuffer(), bitmap(30, 30, pixels(30, 30))];
    const arbitrary = fc.record({
      start: fc.constantFrom(...starts),
      length: fc.nat(2000),
      rest: fc.uint8Array({ maxLength: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ start, length, rest }) => {
        const prepared = await prepareImage(Buffer.concat([start.subarray(0, length), rest]), AUTO);
        expect(['ready', 'skipped']).toContain(prepared.kind);
        if (prepared.kind === 'skipped') expect(prepared.message).toMatch(/^Expected .+\.$/s);
      }),
      { numRuns: 150 },
    );
  });
});
