import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that a reader sees either the old content or the whole new one, even after a crash:
 * temporary name in the same folder, flushed to disk, then renamed. Missing folders are made.
 */
export const writeFileAtomic = (path: string, content: Uint8Array | string): Promise<void> =>
  replaceAtomic(path, (handle) => handle.writeFile(content));

/** Like {@link writeFileAtomic}, piece by piece: one piece is held in memory. When making a piece fails nothing is written. */
export const writeChunksAtomic = (path: string, chunks: AsyncIterable<string>): Promise<void> =>
  replaceAtomic(path, async (handle) => {
    for await (const chunk of chunks) await handle.writeFile(chunk);
  });

async function replaceAtomic(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** What follows the file's own name in a temporary one. */
const TEMPORARY = /^\.[0-9a-f]{12}\.tmp$/;

/** Removes temporary files that killed writers of `path` have left. Only while nobody else writes it. */
export async function removeTemporaries(path: string): Promise<void> {
  const name = basename(path);
  const names = await readdir(dirname(path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const left = names.filter((other) => other.startsWith(name) && TEMPORARY.test(other.slice(name.length)));
  for (const other of left) await rm(join(dirname(path), other), { force: true });
}
