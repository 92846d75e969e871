import sharp from 'sharp';
import type { Canvas } from '../drawing/canvas.ts';

const raw = (canvas: Canvas) => ({
  raw: { width: canvas.width, height: canvas.height, channels: canvas.channels },
  limitInputPixels: false,
});

/**
 * A grey PNG. Grey is kept in steps of 8: a scan has no finer tones above its noise, and the file is half as large.
 * @param jpegQuality passes the page through a JPEG of this quality first.
 * @param quarterTurns clockwise turns by 90 degrees.
 */
export async function encodeScan(
  canvas: Canvas,
  options: { readonly jpegQuality?: number | undefined; readonly quarterTurns?: number },
): Promise<Uint8Array> {
  let source = sharp(canvas.data, raw(canvas));
  if (options.jpegQuality !== undefined) source = sharp(await source.jpeg({ quality: options.jpegQuality }).toBuffer());
  if (options.quarterTurns) source = source.rotate(options.quarterTurns * 90);
  const { data, info } = await source.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i++) {
    const grey = data[i] ?? 0;
    data[i] = grey >= 248 ? 255 : grey & 0xf8;
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 5, adaptiveFiltering: false })
    .toBuffer();
}

/** A colour JPEG as a phone writes it. */
export async function encodePhoto(canvas: Canvas, quality: number): Promise<Uint8Array> {
  return sharp(canvas.data, raw(canvas)).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
}
