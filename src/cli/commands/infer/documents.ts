import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { DatasetManifest, ImageRecipe, InferenceDocument, Prompts, SplitName } from '../../../toolkit/index.ts';
import { readImageList } from './image-list.ts';
import { readPrompts } from './prompts.ts';

/** Flags that say what to ask about. */
export interface DocumentFlags {
  readonly dataset?: string;
  readonly split: SplitName;
  readonly imagePath?: string;
  readonly imageDirectory?: string;
  readonly imageList?: string;
  readonly systemPromptFile?: string;
  readonly taskPromptFile?: string;
  readonly datasetManifest?: string;
  readonly limit?: number;
  readonly sample?: number;
  readonly seed: number;
}

/** A document, and its label when that is known. */
export interface NamedDocument extends InferenceDocument {
  readonly label?: string;
}

export interface OpenedDocuments {
  readonly documents: readonly NamedDocument[];
  readonly prompts: Prompts;
  /** What the model was trained on, when that is known. */
  readonly trained?: DatasetManifest;
  /** How images are made ready; absent when they are ready. */
  readonly recipe?: ImageRecipe;
}

/**
 * The documents that the flags name, and what to ask about them.
 *
 * @throws InputError `documents-missing`, `prompt-missing`, `folder-not-found`, `file-not-found`, `image-format-unsupported`, `image-list-invalid`
 */
export async function openDocuments(flags: DocumentFlags, cwd: string): Promise<OpenedDocuments> {
  const { InputError } = await import('../../../toolkit/index.ts');
  const given = [flags.dataset, flags.imagePath, flags.imageDirectory, flags.imageList];
  if (given.filter((value) => value !== undefined).length !== 1) {
    const message = 'Expected exactly one of --dataset, --image-path, --image-directory and --image-list.';
    throw new InputError('documents-missing', message, { remedy: 'Name the documents to ask about.' });
  }
  const opened =
    flags.dataset === undefined ? await openFiles(flags, cwd) : await openDataset(flags.dataset, flags, cwd);
  return { ...opened, documents: await chosen(opened.documents, flags) };
}

async function openDataset(folder: string, flags: DocumentFlags, cwd: string): Promise<OpenedDocuments> {
  const { readDataset, splitDocuments } = await import('../../../toolkit/index.ts');
  const dataset = await readDataset(resolve(cwd, folder));
  const documents = splitDocuments(dataset, flags.split).map(({ id, image, label }) => ({
    document: id,
    image: join(dataset.folder, image),
    label,
  }));
  const trained = dataset.manifest;
  return { documents, trained, prompts: await readPrompts(flags, trained) };
}

async function openFiles(flags: DocumentFlags, cwd: string): Promise<OpenedDocuments> {
  const { DEFAULT_MAX_SIDE } = await import('../../../toolkit/index.ts');
  const trained = await readTrained(flags.datasetManifest, cwd);
  const prompts = await readPrompts(flags, trained);
  const documents = await listFiles(flags, cwd);
  // Without a data set images are made ready as `dataset prepare` would by default.
  const recipe = trained?.imageRecipe ?? { maxSide: DEFAULT_MAX_SIDE, format: 'auto' };
  return { documents, prompts, recipe, ...(trained && { trained }) };
}

async function listFiles(flags: DocumentFlags, cwd: string): Promise<readonly NamedDocument[]> {
  if (flags.imagePath !== undefined) return [await oneImage(resolve(cwd, flags.imagePath))];
  if (flags.imageList !== undefined) return readImageList(resolve(cwd, flags.imageList));
  const { listImages } = await import('../../../toolkit/index.ts');
  const images = await listImages(resolve(cwd, flags.imageDirectory ?? '.'));
  return images.map(({ id, path }) => ({ document: id, image: path }));
}

/** Of one image it is said at once, and not in a prediction, that it is none. */
async function oneImage(file: string): Promise<NamedDocument> {
  const [{ InputError }, { sniffImage }] = await Promise.all([
    import('../../../toolkit/index.ts'),
    import('../../../pages/index.ts'),
  ]);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InputError('file-not-found', `Expected an image at ${file}, and it cannot be read.`, {
      remedy: 'Check the path.',
      cause,
    });
  });
  if (sniffImage(bytes).kind === 'image') return { document: basename(file), image: file };
  throw new InputError(
    'image-format-unsupported',
    `Expected a PNG, JPEG, GIF, WebP, TIFF or BMP image, and the bytes of ${file} are none.`,
    { remedy: 'Convert it first.' },
  );
}

async function readTrained(manifest: string | undefined, cwd: string): Promise<DatasetManifest | undefined> {
  if (manifest === undefined) return undefined;
  const { readDataset } = await import('../../../toolkit/index.ts');
  const path = resolve(cwd, manifest);
  return (await readDataset(manifest.endsWith('.json') ? dirname(path) : path)).manifest;
}

async function chosen(documents: readonly NamedDocument[], flags: DocumentFlags): Promise<readonly NamedDocument[]> {
  const { sampleDocuments } = await import('../../../toolkit/index.ts');
  const first = documents.slice(0, flags.limit ?? documents.length);
  return flags.sample === undefined ? first : sampleDocuments(first, flags.sample, flags.seed);
}
