import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';

/** Whether a file that is there already may be replaced, told from its content. */
type MayReplace = (present: string) => boolean;

/**
 * Writes JSON under a temporary name and renames it, so that a reader never sees half a file. Another file of that
 * name is never lost.
 *
 * @param mayReplace default: only by the same content.
 * @throws InputError `output-exists`
 */
export const writeJson = (file: string, content: unknown, mayReplace?: MayReplace): Promise<void> =>
  writeText(file, `${JSON.stringify(content, null, 2)}\n`, mayReplace);

/** May replace JSON that is the same but for one key at its top, which another run may lack or find otherwise. */
export const sameBut =
  (key: string, content: object): MayReplace =>
  (present) => {
    try {
      const without = (value: object) => JSON.stringify({ ...value, [key]: undefined });
      return without(JSON.parse(present) as object) === without(content);
    } catch {
      return false;
    }
  };

/** Like {@link writeJson}, for text. */
export async function writeText(file: string, text: string, mayReplace?: MayReplace): Promise<void> {
  await requireWritable(file, (present) => present === text || mayReplace?.(present) === true);
  await replaceFile(file, text);
}

/** For files that are no text; another file of that name is replaced only where `mayReplace` says so. */
export async function writeBytes(file: string, bytes: Uint8Array, mayReplace: MayReplace): Promise<void> {
  await requireWritable(file, mayReplace);
  await replaceFile(file, bytes);
}

/** Writes lines derived from another file: what was there is replaced. */
export const writeLines = (file: string, lines: readonly string[]): Promise<void> =>
  replaceFile(file, lines.map((line) => `${line}\n`).join(''));

async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** @throws InputError `output-exists` when the file is there and may not be replaced. */
export async function requireWritable(file: string, mayReplace: MayReplace): Promise<void> {
  const present = await readIfPresent(file);
  if (present === undefined || mayReplace(present)) return;
  const { InputError } = await import('../toolkit/index.ts');
  throw new InputError('output-exists', `Expected a new file, and ${file} is there already.`, {
    remedy: 'Name another file, or move that one away.',
  });
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
