import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { DATASET_FILES, type DatasetManifest } from '../model/dataset.ts';
import { JOURNAL_FILE } from './image-journal.ts';
import type { PreparePlan } from './prepare-options.ts';
import { parseManifest } from './read-dataset.ts';

/** A finished data set that is already in the folder. */
export interface ExistingDataset {
  readonly manifest: DatasetManifest;
  readonly text: string;
}

/**
 * Looks at what is in the folder. Undefined: nothing, or what an interrupted run left.
 * @throws InputError `folder-not-empty` when the folder holds files of somebody else
 * @throws DataError `manifest-invalid`
 */
export async function findExisting(folder: string): Promise<ExistingDataset | undefined> {
  const file = await stat(folder).catch(() => undefined);
  if (file === undefined) return undefined;
  if (!file.isDirectory())
    throw new InputError('folder-unwritable', `Expected a folder at ${folder}, but it is a file.`);
  const path = join(folder, DATASET_FILES.manifest);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) return { manifest: parseManifest(text, path), text };
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  if (names.length === 0 || names.includes(JOURNAL_FILE)) return undefined;
  throw new InputError(
    'folder-not-empty',
    `Expected an empty folder or an unfinished data set at ${folder}, but it holds ${names.slice(0, 3).join(', ')}.`,
    {
      remedy: 'Choose another folder.',
    },
  );
}

/** What the wanted data set differs in from the finished one, as far as options tell; undefined when they agree. */
export function differenceOf(
  plan: PreparePlan,
  source: DatasetManifest['source'],
  existing: DatasetManifest,
): string | undefined {
  const differences: readonly (readonly [holds: boolean, difference: string])[] = [
    [existing.recipeHash !== plan.recipeHash, 'another task, prompts or image recipe'],
    [
      existing.source.kind !== source.kind || existing.source.location !== source.location,
      `another source (${existing.source.location})`,
    ],
    [existing.name !== plan.name, `another name (${existing.name})`],
    [existing.seed !== plan.seed, `another seed (${existing.seed})`],
    [
      existing.s3Prefix !== plan.s3Prefix || existing.bucketOwner !== plan.bucketOwner,
      `another place in S3 (${existing.s3Prefix})`,
    ],
  ];
  return differences.find(([holds]) => holds)?.[1];
}

export function datasetExists(folder: string, difference: string): InputError {
  return new InputError(
    'dataset-exists',
    `Expected no finished data set of other content in ${folder}, but it holds one with ${difference}.`,
    {
      remedy: 'Choose another folder, or say that it may be replaced.',
    },
  );
}
