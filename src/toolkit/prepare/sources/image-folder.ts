import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { liesInside, realFolder } from '../../lib/inside-folder.ts';
import { SPLITS } from '../../model/dataset.ts';
import type { ColumnOptions } from './csv-columns.ts';
import { folderMetadata } from './folder-metadata.ts';
import { compareNames, hasImageExtension } from './image-files.ts';
import type { DocumentSource, SourceItem } from './source.ts';

export interface ImageFolderOptions extends ColumnOptions {
  /** Read only `folder/<split>`, for folders with one folder per split. Any name; `validation` also finds `valid`, `val` and `dev`. */
  readonly split?: string;
  /** WHATWG label of the encoding of `metadata.csv`. Default: found out. */
  readonly encoding?: string;
}

/**
 * Images under `folder/<class>/`: the first folder names the class, deeper folders only tidy up. When `folder` has a `metadata.csv` or
 * `metadata.jsonl` as Hugging Face data sets have, that names the images (`file_name`) and their labels instead.
 * Hidden files and folders and files without an image extension are passed over. Links that leave `folder`, lead nowhere
 * or lead back to a folder already read are skipped with a reason.
 * https://huggingface.co/docs/datasets/image_dataset#imagefolder
 *
 * @throws InputError `folder-not-found`, `split-not-chosen`, `metadata-ambiguous` and what CSV files and manifests throw, while iterating
 */
export function imageFolder(folder: string, options: ImageFolderOptions = {}): DocumentSource {
  const { split } = options;
  return {
    kind: 'image-folder',
    location: split === undefined ? folder : join(folder, split),
    async *documents(signal) {
      const root = await realFolder(split === undefined ? folder : await splitFolder(folder, split), 'class folders');
      const metadata = await folderMetadata(root, options);
      if (metadata !== undefined) {
        yield* metadata.documents(signal);
        return;
      }
      const walk: Walk = { root, signal, foldersRead: new Set([root]) };
      const labels = await foldersIn(root);
      refuseSplits(labels, folder);
      for (const label of labels) yield* readFolder(walk, label, label);
    },
  };
}

/** Other names of the validation split that the `datasets` library knows. */
const VALIDATION_NAMES = ['validation', 'valid', 'val', 'dev'];

/** @throws InputError `folder-not-found` */
async function splitFolder(folder: string, split: string): Promise<string> {
  if (split !== 'validation') return join(folder, split);
  const found = await foldersIn(await realFolder(folder, 'splits'));
  return join(folder, VALIDATION_NAMES.find((name) => found.includes(name)) ?? split);
}

/** Folders named as splits are never classes: taken for such, every label would be wrong. */
function refuseSplits(labels: readonly string[], folder: string): void {
  const known = new Set<string>([...SPLITS, ...VALIDATION_NAMES]);
  if (!labels.includes('train') || !labels.every((label) => known.has(label))) return;
  throw new InputError(
    'split-not-chosen',
    `Expected class folders in ${folder}, but it has a folder per split: ${labels.join(', ')}.`,
    { remedy: 'Choose one split, or give its folder.' },
  );
}

async function foldersIn(root: string): Promise<string[]> {
  const folders: string[] = [];
  for (const name of await visibleNames(root)) {
    const entry = await stat(join(root, name)).catch(() => undefined);
    if (entry?.isDirectory() === true) folders.push(name);
  }
  return folders;
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
