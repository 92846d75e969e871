import { readFile, stat } from 'node:fs/promises';
import { type SniffedImage, sniffImage } from '../../../pages/index.ts';
import { DataError } from '../../errors.ts';
import type { ImageRecipe, LabelledDocument } from '../../model/dataset.ts';
import { type ImageFacts, type ImageNote, type ImagePlan, planImage } from './plan-image.ts';
import { checkPixels, type RenderedImage, readUnusualTraits, renderImage, type SourceImage } from './render-image.ts';

/** Largest source file that is read into memory, bytes. */
export const MAX_SOURCE_BYTES = 200 * 1024 * 1024;

export type PreparedImage =
  | {
      readonly kind: 'ready';
      readonly image: RenderedImage;
      readonly converted: boolean;
      /** What was left out. */
      readonly note?: ImageNote;
    }
  | { readonly kind: 'skipped'; readonly code: string; readonly message: string };

/** Reads a source image, or says why it cannot be read. */
export async function readSourceImage({
  path,
  bytes: read,
}: Pick<LabelledDocument, 'path' | 'bytes'>): Promise<Uint8Array | (PreparedImage & { readonly kind: 'skipped' })> {
  if (read !== undefined) return readBytes(read);
  const file = await stat(path).catch(() => undefined);
  if (file === undefined) return skipped('image-missing', `Expected an image at ${path}, but nothing is there.`);
  if (file.size === 0) return skipped('image-empty', 'Expected an image, but the file has 0 bytes.');
  if (file.size > MAX_SOURCE_BYTES) {
    return skipped(
      'image-file-too-large',
      `Expected at most ${MAX_SOURCE_BYTES} bytes, but the file has ${file.size}.`,
    );
  }
  try {
    return await readFile(path);
  } catch (error) {
    return skipped('image-unreadable', `The image file cannot be read: ${reasonOf(error)}.`);
  }
}

async function readBytes(
  read: () => Promise<Uint8Array>,
): Promise<Uint8Array | (PreparedImage & { readonly kind: 'skipped' })> {
  const bytes = await read().catch((error: unknown) => {
    if (error instanceof DataError) return error;
    throw error;
  });
  if (bytes instanceof DataError) return skipped(bytes.code, bytes.message);
  if (bytes.length === 0) return skipped('image-empty', 'Expected an image, but it has 0 bytes.');
  if (bytes.length <= MAX_SOURCE_BYTES) return bytes;
  return skipped('image-file-too-large', `Expected at most ${MAX_SOURCE_BYTES} bytes, but it has ${bytes.length}.`);
}

/**
 * Makes one image ready for the data set: untouched when it satisfies every limit, else converted. Broken images are skipped with a reason.
 * The same bytes and recipe give the same result, in training and at inference. The format is told by magic bytes alone.
 * Memory: at most 4 bytes a source pixel.
 */
export async function prepareImage(bytes: Uint8Array, recipe: ImageRecipe): Promise<PreparedImage> {
  if (bytes.length === 0) return skipped('image-empty', 'Expected an image, but the file has 0 bytes.');
  const sniffed = sniffImage(bytes);
  if (sniffed.kind !== 'image') return whyNoImage(sniffed, bytes);
  const source = { bytes, format: sniffed.format };
  try {
    // A bomb is refused by its stated size, before the image library sees it.
    const header: ImageFacts = { ...sniffed, bytes: bytes.length, unusual: [] };
    const plan = planImage(header, recipe);
    if (plan.kind === 'skip') return { ...plan, kind: 'skipped' };
    const unusual = await readUnusualTraits(source);
    return await carryOut(planImage({ ...header, unusual }, recipe), header, source, recipe);
  } catch (error) {
    return skipped(
      'image-broken',
      `Expected a whole ${sniffed.format} image, but it cannot be decoded: ${reasonOf(error)}.`,
    );
  }
}

async function carryOut(
  plan: ImagePlan,
  { width, height }: ImageFacts,
  source: SourceImage,
  recipe: ImageRecipe,
): Promise<PreparedImage> {
  if (plan.kind === 'skip') return { ...plan, kind: 'skipped' };
  if (plan.kind === 'convert') {
    const image = await renderImage(source, plan, recipe.format);
    return { kind: 'ready', image, converted: true, ...(plan.note !== undefined && { note: plan.note }) };
  }
  await checkPixels(source);
  return { kind: 'ready', image: { bytes: source.bytes, format: plan.format, width, height }, converted: false };
}

function whyNoImage(sniffed: Exclude<SniffedImage, { readonly kind: 'image' }>, bytes: Uint8Array): PreparedImage {
  if (sniffed.kind === 'broken')
    return skipped('image-broken', `Expected a whole ${sniffed.format} image, but ${sniffed.reason}.`);
  if (sniffed.kind === 'other') {
    return skipped(
      'image-format-unsupported',
      `Expected a PNG, JPEG, GIF, WebP, TIFF or BMP image, but its bytes are ${sniffed.format}.`,
    );
  }
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  return skipped('image-not-recognised', `Expected an image, but the file begins with the bytes ${start} (hex).`);
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .trim()
    .replaceAll(/\s*\n\s*/g, '; ')
    .replace(/\.$/, '');
}

function skipped(code: string, message: string): PreparedImage & { readonly kind: 'skipped' } {
  return { kind: 'skipped', code, message };
}
