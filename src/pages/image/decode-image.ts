import type { Sharp } from 'sharp';
import { UnreadableImageError } from '../unreadable-image-error.ts';
import { decodeBmp } from './decode-bmp.ts';
import { loadSharp, type Raster } from './raster.ts';
import { type SniffedImage, sniffImage } from './sniff-image.ts';

/** Larger images are refused before decoding: a few kilobytes can claim gigapixels. A0 at 300 dpi has 140 million, A3 at 600 dpi 70. */
export const MAX_PIXELS = 100_000_000;

/** An upright picture without transparency. */
export interface DecodedImage {
  /** Pixels of the upright original. */
  readonly width: number;
  readonly height: number;
  /** Three channels, possibly smaller than the original. */
  readonly raster: Raster;
}

/**
 * Decodes the first frame, turns it upright by its EXIF orientation, puts it on white and shrinks it to fit.
 * @param longestSide bound for both sides of the raster, pixels; smaller images keep their size
 * @throws {UnreadableImageError}
 */
export async function decodeImage(bytes: Uint8Array, longestSide: number): Promise<DecodedImage> {
  const header = readableHeader(bytes, sniffImage(bytes));
  const turned = header.orientation >= 5;
  try {
    return {
      width: turned ? header.height : header.width,
      height: turned ? header.width : header.height,
      raster: await decodeRaster(await openImage(bytes, header), longestSide),
    };
  } catch (cause) {
    if (cause instanceof UnreadableImageError) throw cause;
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UnreadableImageError(
      `Cannot read the ${header.format} image of ${header.width} × ${header.height} pixels ` +
        `(${bytes.length} bytes): ${reason}.`,
      { cause },
    );
  }
}

type ImageHeader = Extract<SniffedImage, { kind: 'image' }>;

function readableHeader(bytes: Uint8Array, sniffed: SniffedImage): ImageHeader {
  switch (sniffed.kind) {
    case 'image':
      if (sniffed.width * sniffed.height <= MAX_PIXELS) return sniffed;
      throw new UnreadableImageError(
        `The ${sniffed.format} image claims ${sniffed.width} × ${sniffed.height} pixels; ` +
          `at most ${MAX_PIXELS / 1e6} million are opened.`,
      );
    case 'broken':
      throw new UnreadableImageError(`Cannot read the ${sniffed.format} image: ${sniffed.reason}.`);
    case 'other':
      throw new UnreadableImageError(
        `Expected an image (png, jpeg, gif, webp, bmp, tiff), got ${sniffed.format}: convert it, one image a page.`,
      );
    case 'unknown': {
      const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
      throw new UnreadableImageError(
        `Expected an image (png, jpeg, gif, webp, bmp, tiff), got ${bytes.length} bytes` +
          `${start === '' ? '' : ` that begin with ${start} (hex)`}.`,
      );
    }
  }
}

async function openImage(bytes: Uint8Array, header: ImageHeader): Promise<Sharp> {
  const sharp = await loadSharp();
  if (header.format === 'bmp') {
    const { data, width, height, channels } = decodeBmp(bytes);
    return sharp(data, { raw: { width, height, channels } });
  }
  return sharp(bytes, { failOn: 'truncated', limitInputPixels: MAX_PIXELS, page: 0, pages: 1 });
}

async function decodeRaster(image: Sharp, longestSide: number): Promise<Raster> {
  const { data, info } = await image
    .autoOrient()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return {
    data: info.channels === 3 ? data : greyToColours(data),
    width: info.width,
    height: info.height,
    channels: 3,
  };
}

function greyToColours(grey: Uint8Array): Uint8Array {
  const colours = new Uint8Array(grey.length * 3);
  grey.forEach((value, index) => {
    colours.fill(value, index * 3, index * 3 + 3);
  });
  return colours;
}
