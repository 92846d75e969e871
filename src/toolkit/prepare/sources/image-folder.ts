import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareNames, hasImageExtension, liesInside, realFolder } from './image-files.ts';
import type { DocumentSource, SourceItem } from './source.ts';

/**
 * Images under `folder/<class>/`: the first folder names the class, deeper folders only tidy up.
 * Hidden files and folders and files without an image extension are passed over. Links that leave `folder`, lead nowhere
 * or lead back to a folder already read are skipped with a reason.
 *
 * @throws InputError `folder-not-found`, while iterating
 */
export function imageFolder(folder: string): DocumentSource {
  return {
    kind: 'image-folder',
    location: folder,
    async *documents(signal) {
      const root = await realFolder(folder, 'class folders');
      const walk: Walk = { root, signal, foldersRead: new Set([root]) };
      for (const label of await visibleNames(root)) {
        const entry = await stat(join(root, label)).catch(() => undefined);
        if (entry?.isDirectory() === true) yield* readFolder(walk, label, label);
      }
    },
  };
}

interface Walk {
  /** Real path. */
  readonly root: string;
  readonly signal: AbortSignal | undefined;
  /** Real paths, so that links cannot lead in circles. */
  readonly foldersRead: Set<string>;
}

async function* readFolder(walk: Walk, id: string, label: string): AsyncGenerator<SourceItem> {
  const path = join(walk.root, id);
  if (!(await liesInside(walk.root, path))) {
    yield outside(id, walk.root);
    return;
  }
  const real = await realpath(path);
  if (walk.foldersRead.has(real)) {
    yield skipped(
      id,
      'folder-linked-twice',
      `Expected each folder once, but ${id} is a link to a folder that was read already.`,
    );
    return;
  }
  walk.foldersRead.add(real);
  for (const name of await visibleNames(path)) {
    walk.signal?.throwIfAborted();
    yield* readEntry(walk, `${id}/${name}`, label);
  }
}

async function* readEntry(walk: Walk, id: string, label: string): AsyncGenerator<SourceItem> {
  const path = join(walk.root, id);
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory() === true) yield* readFolder(walk, id, label);
  else if (!hasImageExtension(id)) return;
  else if (entry?.isFile() !== true)
    yield skipped(id, 'image-missing', `Expected an image file at ${id}, but it cannot be opened.`);
  else if (!(await liesInside(walk.root, path))) yield outside(id, walk.root);
  else yield { kind: 'document', document: { id, path, label } };
}

async function visibleNames(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => !name.startsWith('.')).sort(compareNames);
}

function outside(id: string, root: string): SourceItem {
  return skipped(id, 'path-outside-folder', `Expected files inside ${root}, but ${id} is a link that leads outside.`);
}

function skipped(id: string, code: string, message: string): SourceItem {
  return { kind: 'skipped', skipped: { id, code, message } };
}
