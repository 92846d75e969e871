import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { InferenceDocument, Prompts, SplitName } from '../../toolkit/index.ts';
import { readTextFile } from '../read-text.ts';

/** Flags that say what to ask about. */
export interface DocumentFlags {
  readonly dataset?: string;
  readonly split: SplitName;
  readonly imagePath?: string;
  readonly imageDirectory?: string;
  readonly systemPromptFile?: string;
  readonly taskPromptFile?: string;
}

/**
 * The documents that the flags name, and what to ask about them.
 *
 * @throws InputError `documents-missing`, `prompt-missing`, `folder-not-found`, `file-not-found`, `image-format-unsupported`
 */
export async function openDocuments(
  flags: DocumentFlags,
): Promise<{ readonly documents: readonly InferenceDocument[]; readonly prompts: Prompts }> {
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
    return { documents, prompts: await readOwnPrompts(flags, dataset.manifest.prompts) };
  }
  if (flags.taskPromptFile === undefined) {
    throw new InputError('prompt-missing', 'Expected --task-prompt-file with what to ask about the image.', {
      remedy: 'Or name a prepared data set with --dataset: its prompts are used.',
    });
  }
  const files =
    flags.imagePath === undefined ? await imagesOf(resolve(flags.imageDirectory ?? '.')) : [resolve(flags.imagePath)];
  const documents = await Promise.all(files.map(toDocument));
  return { documents, prompts: await readOwnPrompts(flags, { system: '', task: '' }) };
}

async function readOwnPrompts({ systemPromptFile, taskPromptFile }: DocumentFlags, prompts: Prompts): Promise<Prompts> {
  return {
    system: systemPromptFile === undefined ? prompts.system : await readTextFile(systemPromptFile, 'system prompt'),
    task: taskPromptFile === undefined ? prompts.task : await readTextFile(taskPromptFile, 'task prompt'),
  };
}

async function imagesOf(folder: string): Promise<string[]> {
  const { InputError } = await import('../../toolkit/index.ts');
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new InputError('folder-not-found', `Expected a folder of images at ${folder}, and it cannot be read.`, {
      remedy: 'Check the path.',
      cause,
    });
  });
  const images = names.filter((name) => /\.(png|jpe?g|gif|webp)$/i.test(name)).toSorted();
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
