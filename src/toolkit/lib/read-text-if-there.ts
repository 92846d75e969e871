import { readFile } from 'node:fs/promises';

/** Text of a file, empty when there is none. */
export async function readTextIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
