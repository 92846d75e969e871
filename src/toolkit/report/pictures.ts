import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { thumbnail, UnreadableImageError } from '../../pages/index.ts';
import type { Abortable } from '../lib/abort.ts';
import { liesInside } from '../lib/inside-folder.ts';
import type { PictureOf } from './sections/documents.ts';

/** Longest side of a picture in the report, pixels. */
const THUMBNAIL_SIDE = 420;
/** Characters of all pictures together: keeps the whole page below 10 MB. */
const MOST_CHARACTERS = 6_000_000;

/** Small pictures of a data set's images, made when they are asked for. Images outside the folder, and those that are gone or unreadable, have none. */
export function picturesOf(folder: string, { signal }: Abortable): PictureOf {
  let characters = 0;
  return async ({ image }) => {
    signal?.throwIfAborted();
    if (image === undefined || characters >= MOST_CHARACTERS) return undefined;
    const root = await realpath(folder).catch(() => undefined);
    const file = join(folder, image);
    if (root === undefined || !(await liesInside(root, file))) return undefined;
    try {
      const { mediaType, bytes } = await thumbnail(await readFile(file), THUMBNAIL_SIDE);
      const uri = `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
      if (characters + uri.length > MOST_CHARACTERS) return undefined;
      characters += uri.length;
      return uri;
    } catch (error) {
      if (error instanceof UnreadableImageError) return undefined;
      throw error;
    }
  };
}
