import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, writeFileAtomic } from '../../toolkit/index.ts';

/** Files of one run; whoever needs more keeps them elsewhere. */
const MAX_FILES = 1000;

/**
 * Writes labels to `labels-reviewed-<n>.csv` with the first number that is free. Nothing is ever overwritten: the name is taken first,
 * and the content then replaces our own empty file.
 * @returns the path
 * @throws {InputError} `label-edit-invalid` when every name is taken
 */
export async function saveLabels(folder: string, csv: string): Promise<string> {
  for (let number = 1; number <= MAX_FILES; number += 1) {
    const file = join(folder, `labels-reviewed-${number}.csv`);
    if (!(await take(file))) continue;
    await writeFileAtomic(file, csv);
    return file;
  }
  throw new InputError('label-edit-invalid', `Expected a free name in ${folder}, but there are ${MAX_FILES} files.`, {
    remedy: 'Move old labels-reviewed files away.',
  });
}

async function take(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
