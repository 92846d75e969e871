import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { DatasetManifest, InferenceDocument, Prompts, SplitName } from '../../toolkit/index.ts';
import { readTextFile } from '../read-text.ts';

/** Flags that say what to ask about. */
export interface DocumentFlags {
  readonly dataset?: string;
  readonly split: SplitName;
  readonly imagePath?: string;
  readonly imageDirectory?: string;
  readonly systemPromptFile?: string;
  readonly taskPromptFile?: string;
  readonly datasetManifest?: string;
}

export interface OpenedDocuments {
  /** Ready to be sent; empty when `files` must be prepared first. */
  readonly documents: readonly InferenceDocument[];
  /** Images to be made ready by the recipe of `trained`. */
  readonly files: readonly string[];
  /** Of either. */
  readonly total: number;
  readonly prompts: Prompts;
  /** What the model was trained on, when that is known. */
  readonly trained?: DatasetManifest;
}

/**
 * The documents that the flags name, and what to ask about them.
 *
 * @throws InputError `documents-missing`, `prompt-missing`, `folder-not-found`, `file-not-found`, `image-format-unsupported`
 */
export async function openDocuments(flags: DocumentFlags): Promise<OpenedDocuments> {
  const { InputError, readDataset, splitDocuments } = await import('../../toolkit/index.ts');
  const given = [flags.dataset, flags.imagePath, flags.imageDirectory].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new InputError('documents-missing', 'Expected exactly one of --dataset, --image-path and --image-directory.');
  }
  if (flags.dataset !== undefined) {
    const dataset = await readDataset(resolve(flags.dataset));
    const documents = splitDocuments(dataset, flags.split).map(({ id, image, format }) => ({
      document: id,
      image: join(dataset.folder, image),
      format,
    }));
    const trained = dataset.manifest;
    const prompts = await readOwnPrompts(flags, trained.prompts, trained);
    return { documents, files: [], total: documents.length, prompts, trained };
  }
  const trained = await readTrained(flags.datasetManifest);
  if (flags.taskPromptFile === undefined && trained === undefined) {
    throw new InputError('prompt-missing', 'Expected --task-prompt-file with what to ask about the image.', {
      remedy: 'Or name a prepared data set with --dataset or --dataset-manifest: its prompts are used.',
    });
  }
  const isPrepared = trained !== undefined;
  const files =
    flags.imagePath === undefined
      ? await imagesOf(resolve(flags.imageDirectory ?? '.'), isPrepared)
      : [resolve(flags.imagePath)];
  if (isPrepared) {
    const prompts = await readOwnPrompts(flags, trained.prompts, trained);
    return { documents: [], files, total: files.length, prompts, trained };
  }
  const documents = await Promise.all(files.map(toDocument));
  const prompts = await readOwnPrompts(flags, { system: '', task: '' });
  return { documents, files: [], total: documents.length, prompts };
}

async function readTrained(manifest: string | undefined): Promise<DatasetManifest | undefined> {
  if (manifest === undefined) return undefined;
  const { readDataset } = await import('../../toolkit/index.ts');
  const folder = manifest.endsWith('.json') ? dirname(resolve(manifest)) : resolve(manifest);
  return (await readDataset(folder)).manifest;
}

async function readOwnPrompts(
  { systemPromptFile, taskPromptFile }: DocumentFlags,
  prompts: Prompts,
  trained?: DatasetManifest,
): Promise<Prompts> {
  if (systemPromptFile === undefined && taskPromptFile === undefined) return prompts;
  const own = {
    ...(systemPromptFile !== undefined && { system: await readTextFile(systemPromptFile, 'system prompt') }),
    ...(taskPromptFile !== undefined && { task: await readTextFile(taskPromptFile, 'task prompt') }),
  };
  if (trained === undefined) return { ...prompts, ...own };
  const { fillPrompts } = await import('../../toolkit/index.ts');
  // Only the user's own words have placeholders.
  const filled = fillPrompts({ system: '', task: '', ...own }, trained.task);
  return {
    system: own.system === undefined ? prompts.system : filled.system,
    task: own.task === undefined ? prompts.task : filled.task,
  };
}

/** Formats that need not be converted, and those that preparing converts. */
const SENT = /\.(png|jpe?g|gif|webp)$/i;
const CONVERTED = /\.(png|jpe?g|gif|webp|tiff?|bmp)$/i;

async function imagesOf(folder: string, isPrepared: boolean): Promise<string[]> {
  const { InputError } = await import('../../toolkit/index.ts');
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new InputError('folder-not-found', `Expected a folder of images at ${folder}, and it cannot be read.`, {
      remedy: 'Check the path.',
      cause,
    });
  });
  const images = names.filter((name) => (isPrepared ? CONVERTED : SENT).test(name)).toSorted();
  if (images.length > 0) return images.map((name) => join(folder, name));
  throw new InputError('documents-missing', `Expected PNG, JPEG, GIF or WebP images in ${folder}, and there are none.`);
}

/** The format is that of the bytes, whatever the file is called. */
async function toDocument(file: string): Promise<InferenceDocument> {
  const { InputError, imageFormatOf } = await import('../../toolkit/index.ts');
  const format = await imageFormatOf(file).catch((cause: unknown) => {
    throw new InputError('file-not-found', `Expected an image at ${file}, and it cannot be read.`, {
      remedy: 'Check the path.',
      cause,
    });
  });
  if (format) return { document: basename(file), image: file, format };
  throw new InputError('image-format-unsupported', `Expected a PNG, JPEG, GIF or WebP image, got ${file}.`, {
    remedy: 'Convert it first; `novatune dataset prepare` does so for whole folders.',
  });
}
