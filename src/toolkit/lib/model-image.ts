import { readFile } from 'node:fs/promises';
import { sniffImage } from '../../pages/index.ts';
import { DataError } from '../errors.ts';
import type { LabelledDocument } from '../model/dataset.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../model/example.ts';

/** An image as a model reads it, or why there is none. */
export type ModelImage =
  | { readonly kind: 'ready'; readonly image: { readonly format: ImageFormat; readonly bytes: Uint8Array } }
  | { readonly kind: 'skipped'; readonly code: string; readonly message: string };

/** Makes source images ready for the model, e.g. with the function of `prepare`. */
export interface ImagePreparation {
  /** Names what {@link make} does, settings included: part of the key that answers are resumed by. */
  readonly recipe: string;
  readonly make: (bytes: Uint8Array) => Promise<ModelImage>;
}

/** The bytes of a document's image, or why there are none. */
export async function readSource(
  document: Pick<LabelledDocument, 'path' | 'bytes'>,
): Promise<Uint8Array | (ModelImage & { readonly kind: 'skipped' })> {
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
