import { readFile } from 'node:fs/promises';

/**
 * Text of a file that a flag names.
 *
 * @param what the file is, for the message, e.g. `task prompt`.
 * @throws InputError `file-unreadable`
 */
export async function readTextFile(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { InputError } = await import('../toolkit/index.ts');
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new InputError('file-unreadable', `Expected a readable file with the ${what}, got ${file} (${reason}).`, {
      remedy: 'Check the path and its permissions.',
      cause,
    });
  }
}
