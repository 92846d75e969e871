import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface PruneLimits {
  /** Pictures made longer ago go. Milliseconds. */
  readonly maxAgeMs: number;
  /** Beyond it the oldest go. */
  readonly maxBytes: number;
}

/** A month, and about 20,000 pictures. */
const PICTURE_LIMITS: PruneLimits = { maxAgeMs: 30 * 24 * 3_600_000, maxBytes: 500 * 1024 * 1024 };

/** What studio itself has put there; the folder is the user's choice and may hold other things. */
const SHELF = /^[0-9a-f]{2}$/;
const PICTURE = /^[0-9a-f]{64}\.jpg$/;

interface KeptPicture {
  readonly file: string;
  readonly bytes: number;
  readonly madeAt: number;
}

/** Deletes kept pictures that are old, and the oldest of too many. A folder that is not there, or a file that goes meanwhile, is no failure. */
export async function prunePictures(
  folder: string,
  limits: PruneLimits = PICTURE_LIMITS,
  signal?: AbortSignal,
): Promise<void> {
  const now = Date.now();
  let bytes = 0;
  const pictures = (await keptPictures(folder, signal)).toSorted((one, other) => other.madeAt - one.madeAt);
  for (const picture of pictures) {
    if (signal?.aborted) return;
    bytes += picture.bytes;
    if (bytes <= limits.maxBytes && now - picture.madeAt <= limits.maxAgeMs) continue;
    await rm(picture.file, { force: true }).catch(() => undefined);
  }
}

async function keptPictures(folder: string, signal: AbortSignal | undefined): Promise<readonly KeptPicture[]> {
  const found: KeptPicture[] = [];
  for (const shelf of await names(folder, SHELF)) {
    for (const name of await names(join(folder, shelf), PICTURE)) {
      if (signal?.aborted) return [];
      const file = join(folder, shelf, name);
      const stats = await stat(file).catch(() => undefined);
      if (stats) found.push({ file, bytes: stats.size, madeAt: stats.mtimeMs });
    }
  }
  return found;
}

const names = async (folder: string, pattern: RegExp): Promise<readonly string[]> =>
  (await readdir(folder).catch((): string[] => [])).filter((name) => pattern.test(name));
