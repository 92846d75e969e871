import sharp, { type Sharp } from 'sharp';
import { decodeBmp, type Raster } from '../../../pages/index.ts';
import { IMAGE_LIMITS } from '../../lib/image-limits.ts';
import type { ImageRecipe } from '../../model/dataset.ts';
import type { ImageFormat } from '../../model/example.ts';
import { chooseFormat, sampleStrips } from './choose-format.ts';
import { type ImageFacts, type ImagePlan, MAX_SOURCE_PIXELS } from './plan-image.ts';
import { countColours, greyWhenPossible } from './raster-colours.ts';

// The only file of the toolkit that knows the image library.

export interface RenderedImage {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
}

/** A source image whose bytes have been recognised. */
export interface SourceImage {
  readonly bytes: Uint8Array;
  readonly format: ImageFacts['format'];
}

/** Traits of the pixels that the header states and that not every reader understands alike. Rejects with the library's error when the header is broken. */
export async function readUnusualTraits(source: SourceImage): Promise<ImageFacts['unusual']> {
  if (source.format === 'bmp') return [];
  const { hasAlpha, depth, space } = await open(source).metadata();
  const traits: ImageFacts['unusual'][number][] = [];
  if (hasAlpha) traits.push('alpha');
  if (depth !== 'uchar') traits.push('depth');
  else if (space !== 'srgb' && space !== 'b-w') traits.push('colours');
  return traits;
}

/** Rejects when any pixel cannot be decoded, e.g. in a truncated file. */
export async function checkPixels(source: SourceImage): Promise<void> {
  // Shrinking lets the decoder of JPEG files do less while it still reads every byte.
  await open(source).resize(32, 32, { fit: 'fill' }).raw().toBuffer();
}

/**
 * Decodes once (the first frame or page), turns upright, puts transparency on white, makes it RGB or grey, shrinks, encodes without metadata.
 * The same bytes give the same result. An image that is still over Nova's limit in the wanted format becomes a JPEG.
 */
export async function renderImage(
  source: SourceImage,
  plan: ImagePlan & { readonly kind: 'convert' },
  wanted: ImageRecipe['format'],
): Promise<RenderedImage> {
  const raster = greyWhenPossible(await decode(source, plan));
  const { width, height } = raster;
  const format = wanted === 'auto' ? await measureFormat(raster) : wanted;
  const bytes = await encode(raster, format);
  if (bytes.length <= IMAGE_LIMITS.maxBytes) return { bytes, format, width, height };
  return { bytes: await encode(raster, 'jpeg'), format: 'jpeg', width, height };
}

async function decode(source: SourceImage, size: { readonly width: number; readonly height: number }): Promise<Raster> {
  const { space } = source.format === 'bmp' ? {} : await open(source).metadata();
  const grey = space === 'b-w' || space === 'grey16';
  const { data, info } = await open(source)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels === 1 ? 1 : 3 };
}

function open({ bytes, format }: SourceImage): Sharp {
  if (format === 'bmp') return openRaster(decodeBmp(bytes));
  return sharp(bytes, { limitInputPixels: MAX_SOURCE_PIXELS, failOn: 'error', sequentialRead: true });
}

function openRaster({ data, width, height, channels }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: MAX_SOURCE_PIXELS });
}

async function measureFormat(raster: Raster): Promise<'png' | 'jpeg'> {
  const sample = sampleStrips(raster);
  const [png, jpeg] = [await encode(sample, 'png'), await encode(sample, 'jpeg')];
  return chooseFormat(png.length, jpeg.length);
}

async function encode(raster: Raster, format: ImageFormat): Promise<Buffer> {
  const page = openRaster(raster);
  // Small print suffers from halved colour resolution, hence 4:4:4.
  if (format === 'jpeg') return page.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  if (format === 'webp') return page.webp({ quality: 90 }).toBuffer();
  if (format === 'gif') return page.gif().toBuffer();
  return encodePng(raster, page);
}

/** With a palette where that is smaller and gives the very same pixels, e.g. for black and white scans. */
async function encodePng(raster: Raster, page: Sharp): Promise<Buffer> {
  const plain = await page.clone().png({ compressionLevel: 6 }).toBuffer();
  const colours = countColours(raster);
  if (colours === undefined) return plain;
  const palette = await page
    .png({ palette: true, colours: Math.max(2, colours), dither: 0, quality: 100, effort: 1 })
    .toBuffer();
  return palette.length < plain.length && (await holdsPixels(palette, raster)) ? palette : plain;
}

/** The library chooses a palette by approximation, so its result is compared with what went in. */
async function holdsPixels(png: Uint8Array, { data, channels }: Raster): Promise<boolean> {
  const pixels = await sharp(png)
    .removeAlpha()
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
  return pixels.equals(data);
}
