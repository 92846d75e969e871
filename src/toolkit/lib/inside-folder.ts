import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { InputError } from '../errors.ts';

/**
 * The real, absolute path of a folder.
 * @throws InputError `folder-not-found`
 */
export async function realFolder(path: string, what: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) {
    const state = found === undefined ? 'nothing is there' : 'it is not a folder';
    throw new InputError('folder-not-found', `Expected a folder of ${what} at ${path}, but ${state}.`, {
      remedy: 'Check the path.',
    });
  }
  return realpath(path);
}

/** Whether the real path of `file` lies in `folder`, which must itself be a real path. False for missing files and for links that lead outside. */
export async function liesInside(folder: string, file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) return false;
  const path = relative(folder, real);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
