import { decodeImage } from './decode-image.ts';
import { loadSharp } from './raster.ts';

/** JPEG quality: pictures of text stay readable at a quarter of the bytes. */
const QUALITY = 70;

/**
 * A small JPEG of a document image, for people to look at.
 * @param longestSide pixels; smaller images keep their size
 * @throws {UnreadableImageError}
 */
export async function thumbnail(
  image: Uint8Array,
  longestSide: number,
): Promise<{ readonly mediaType: 'image/jpeg'; readonly bytes: Uint8Array }> {
  const { data, width, height, channels } = (await decodeImage(image, longestSide)).raster;
  const sharp = await loadSharp();
  const bytes = await sharp(data, { raw: { width, height, channels } })
    .jpeg({ quality: QUALITY, mozjpeg: false })
    .toBuffer();
  return { mediaType: 'image/jpeg', bytes };
}
