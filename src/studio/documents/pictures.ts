import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import pLimit from 'p-limit';
import { sniffImage, thumbnail } from '../../pages/index.ts';
import { liesInside, writeFileAtomic } from '../../toolkit/index.ts';
import type { RunFiles, RunRecord } from '../run/run-files.ts';

export interface Picture {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Longest sides that are made, pixels: the grid, and one document at full width where a browser cannot show the original. */
export const SIDES = { small: 320, large: 1600 } as const;
export type PictureSize = keyof typeof SIDES;

/** Pictures made at once: each takes a core and the memory of one decoded page. */
const AT_ONCE = 2;
/** What every browser shows as it is. */
const SHOWN: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};
/** Originals beyond this are sent as a smaller picture. Bytes. */
const MAX_ORIGINAL = 25 * 1024 * 1024;

/** Pictures of documents, made when they are asked for first and then kept on disk. */
export class Pictures {
  readonly #folder: string;
  readonly #limit = pLimit(AT_ONCE);
  readonly #making = new Map<string, Promise<Picture>>();

  /** @param folder absolute; safe to delete */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param size `large`: the original, where a browser can show it
   * @throws {UnreadableImageError}
   */
  async get(file: string, size: PictureSize): Promise<Picture> {
    const { mtimeMs, size: bytes } = await stat(file);
    if (size === 'large' && bytes <= MAX_ORIGINAL) {
      const original = await readFile(file);
      const found = sniffImage(original);
      const mediaType = found.kind === 'image' ? SHOWN[found.format] : undefined;
      if (mediaType !== undefined) return { mediaType, bytes: original };
    }
    const key = createHash('sha256').update(`${file}\0${mtimeMs}\0${bytes}\0${SIDES[size]}`).digest('hex');
    const running = this.#making.get(key);
    if (running) return running;
    const work = this.#readOrMake(key, file, size).finally(() => this.#making.delete(key));
    this.#making.set(key, work);
    return work;
  }

  async #readOrMake(key: string, file: string, size: PictureSize): Promise<Picture> {
    const kept = join(this.#folder, key.slice(0, 2), `${key}.jpg`);
    const known = await readFile(kept).catch(() => undefined);
    if (known) return { mediaType: 'image/jpeg', bytes: known };
    const made = await this.#limit(async () => thumbnail(await readFile(file), SIDES[size]));
    // A full disk takes the next look longer, and nothing else.
    await writeFileAtomic(kept, made.bytes).catch(() => undefined);
    return made;
  }
}

/**
 * The image of a document: the prepared one, else the source's where that lies below a root. Undefined when there is none,
 * or when its path leads outside.
 */
export async function imageOf(
  files: RunFiles,
  document: string,
  roots: readonly string[],
): Promise<string | undefined> {
  const manifest = await files.manifest();
  const prepared = manifest?.documents.find(({ id }) => id === document);
  if (prepared) {
    const file = join(files.path('dataset'), prepared.image);
    return (await liesInside(files.run.path, file)) ? file : undefined;
  }
  const source = (await files.read<RunRecord>('run'))?.recipe?.source;
  const folder = sourceFolder(source);
  if (folder === undefined || posix.isAbsolute(document)) return undefined;
  const file = join(folder, document);
  const inside = await Promise.all(roots.map((root) => liesInside(root, file)));
  return inside.includes(true) ? file : undefined;
}

/** Where a run's documents came from, when they are files in a folder. */
export function sourceFolder(source: NonNullable<RunRecord['recipe']>['source']): string | undefined {
  if (source?.kind === 'image-folder') return source.folder;
  return source?.kind === 'images-and-csv' ? source.images : undefined;
}
