import sharp, { type Sharp } from 'sharp';
import { IMAGE_LIMITS } from '../../lib/image-limits.ts';
import type { ImageFormat } from '../../model/example.ts';
import { type ImageFacts, type ImagePlan, MAX_SOURCE_PIXELS } from './plan-image.ts';

// The only file of the toolkit that knows the image library.

export interface RenderedImage {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
}

/** Traits of the pixels that the header states and that not every reader understands alike. Rejects with the library's error when the header is broken. */
export async function readUnusualTraits(bytes: Uint8Array): Promise<ImageFacts['unusual']> {
  const { hasAlpha, depth, space } = await open(bytes).metadata();
  const traits: ImageFacts['unusual'][number][] = [];
  if (hasAlpha) traits.push('alpha');
  if (depth !== 'uchar') traits.push('depth');
  else if (space !== 'srgb' && space !== 'b-w') traits.push('colours');
  return traits;
}

/** Rejects when any pixel cannot be decoded, e.g. in a truncated file. */
export async function checkPixels(bytes: Uint8Array): Promise<void> {
  // Shrinking lets the decoder of JPEG files do less while it still reads every byte.
  await open(bytes).resize(32, 32, { fit: 'fill' }).raw().toBuffer();
}

/**
 * Decodes once, turns upright, puts transparency on white, makes it RGB or grey, shrinks, encodes without metadata.
 * The same bytes give the same result. An image that is still over Nova's limit in the wanted format becomes a JPEG.
 */
export async function renderImage(
  bytes: Uint8Array,
  plan: ImagePlan & { readonly kind: 'convert' },
  format: ImageFormat,
): Promise<RenderedImage> {
  const { space } = await open(bytes).metadata();
  const grey = space === 'b-w' || space === 'grey16';
  const page = open(bytes)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(plan.width, plan.height, { fit: 'fill', kernel: 'lanczos3' })
    .toColourspace(grey ? 'b-w' : 'srgb');
  const encoded = await encode(page.clone(), format);
  if (encoded.length <= IMAGE_LIMITS.maxBytes)
    return { bytes: encoded, format, width: plan.width, height: plan.height };
  return { bytes: await encode(page, 'jpeg'), format: 'jpeg', width: plan.width, height: plan.height };
}

function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: MAX_SOURCE_PIXELS, failOn: 'error', sequentialRead: true });
}

function encode(page: Sharp, format: ImageFormat): Promise<Buffer> {
  // Small print suffers from halved colour resolution, hence 4:4:4.
  if (format === 'jpeg') return page.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
  if (format === 'webp') return page.webp({ quality: 90 }).toBuffer();
  if (format === 'gif') return page.gif().toBuffer();
  return page.png({ compressionLevel: 6 }).toBuffer();
}
