import { readFile } from 'node:fs/promises';
import { sniffImage } from '../../pages/index.ts';
import { DataError } from '../errors.ts';
import { IMAGE_FORMATS } from '../model/example.ts';
import type { ImagePreparation, LabelImage, UnlabelledDocument } from './labeller.ts';

/** The bytes of a document's image, or why there are none. */
export async function readSource(
  document: UnlabelledDocument,
): Promise<Uint8Array | (LabelImage & { readonly kind: 'skipped' })> {
  try {
    return document.bytes === undefined ? await readFile(document.path) : await document.bytes();
  } catch (error) {
    if (error instanceof DataError) return skipped(error.code, error.message);
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return code === 'ENOENT'
      ? skipped('image-missing', `Expected an image at ${document.path}, but nothing is there.`)
      : skipped('image-unreadable', `The image file cannot be read: ${code}.`);
  }
}

/** Sends images as they are, when they are in a format that Nova reads. */
export const AS_THEY_ARE: ImagePreparation = {
  recipe: 'as they are',
  make: async (bytes) => {
    const sniffed = sniffImage(bytes);
    const format = sniffed.kind === 'image' ? IMAGE_FORMATS.find((one) => one === sniffed.format) : undefined;
    if (format !== undefined) return { kind: 'ready', image: { format, bytes } };
    const found = sniffed.kind === 'unknown' ? 'something else' : sniffed.format;
    return skipped('image-format-unsupported', `Expected a PNG, JPEG, GIF or WebP image, but its bytes are ${found}.`);
  },
};

const skipped = (code: string, message: string) => ({ kind: 'skipped', code, message }) as const;
