import { appearanceOf } from './appearance/appearance.ts';
import { decodeImage } from './image/decode-image.ts';
import { readText } from './ocr/read-text.ts';
import type { Page } from './page.ts';
import { PAGE_VERSION } from './page-version.ts';

/** Text is cut out of the page at this size, pixels: 10-point print of an A4 page is then 20 pixels high. */
const LONGEST_SIDE = 1600;

/**
 * Reads one encoded image in this process: about a second of one core, which it blocks for up to 0.2 s at a time.
 * Use `openPageReader` for more than a few pages or beside a server.
 * @throws {UnreadableImageError} when the bytes are no image, are truncated or too large
 * @throws {OcrUnavailableError} when text cannot be read on this machine
 */
export async function readPage(image: Uint8Array): Promise<Page> {
  const { width, height, raster } = await decodeImage(image, LONGEST_SIDE);
  const text = await readText(raster);
  return { version: PAGE_VERSION, width, height, lines: text.lines, appearance: await appearanceOf(raster, text.map) };
}
