import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import type { UnlabelledDocument } from './labeller.ts';

/** What a file really is, its bytes tell later. */
const IMAGE_NAME = /\.(png|jpe?g|gif|webp|tiff?|bmp)$/i;

/**
 * Images below a folder, hidden ones left out, in the order of their names; the id is the path inside the folder with `/`.
 * Links to folders are not followed.
 *
 * @throws InputError `folder-not-found`, `no-images`
 */
export async function listImages(folder: string): Promise<readonly UnlabelledDocument[]> {
  const ids = await namesBelow(folder, '').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') throw cause;
    throw new InputError('folder-not-found', `Expected a folder of images at ${folder}, but there is none.`, {
      remedy: 'Check the path.',
      cause,
    });
  });
  if (ids.length === 0) {
    throw new InputError('no-images', `Expected images in ${folder}, but no file has the name of one.`, {
      remedy: 'Images end in .png, .jpg, .gif, .webp, .tif or .bmp.',
    });
  }
  return ids.toSorted(byCodeUnits).map((id) => ({ id, path: join(folder, id) }));
}

async function namesBelow(root: string, below: string): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const id = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) names.push(...(await namesBelow(root, id)));
    else if (IMAGE_NAME.test(entry.name)) names.push(id);
  }
  return names;
}

/** The same on every machine, whatever its locale. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
