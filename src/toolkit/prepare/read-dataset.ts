import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { DataError, InputError } from '../errors.ts';
import type { Dataset } from '../model/artifacts.ts';
import { DATASET_FILES, type DatasetDocument, type DatasetManifest, SPLITS, type SplitName } from '../model/dataset.ts';
import { IMAGE_FORMATS } from '../model/example.ts';
import { SEVERITIES } from '../model/finding.ts';

const COUNTS = z.strictObject({ train: z.int().min(0), validation: z.int().min(0), test: z.int().min(0) });
const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const ANSWER = { answerFormat: z.enum(['json', 'text']), field: z.string() };

/** Keys that a newer version may add are ignored. */
const MANIFEST: z.ZodType<DatasetManifest> = z.object({
  version: z.literal(1),
  name: z.string(),
  task: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('classification'),
      classes: z.array(z.object({ name: z.string(), description: z.string() })),
      ...ANSWER,
    }),
    z.object({ kind: z.literal('extraction'), ...ANSWER }),
  ]),
  prompts: z.object({ system: z.string(), task: z.string() }),
  imageRecipe: z.object({ maxSide: z.int(), format: z.enum([...IMAGE_FORMATS, 'auto']) }),
  recipeHash: SHA256,
  seed: z.int(),
  source: z.object({ kind: z.string(), location: z.string() }),
  counts: COUNTS,
  classCounts: z.record(z.string(), COUNTS),
  skipped: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
  findings: z
    .array(
      z.object({
        code: z.string(),
        severity: z.enum(SEVERITIES),
        message: z.string(),
        remedy: z.string(),
        file: z.string(),
      }),
    )
    .exactOptional(),
  documents: z.array(
    z.object({
      id: z.string(),
      // Nothing outside of the folder can be named.
      image: z.string().regex(/^images\/[0-9a-f]{16}\.[a-z]+$/),
      format: z.enum(IMAGE_FORMATS),
      width: z.int(),
      height: z.int(),
      bytes: z.int(),
      sha256: SHA256,
      label: z.string(),
      group: z.string().exactOptional(),
      split: z.enum(SPLITS),
    }),
  ),
  s3Prefix: z.string().regex(/^s3:\/\/[^/]+\/(?:.*\/)?$/),
  bucketOwner: z.string().exactOptional(),
  files: z.record(z.string(), SHA256),
});

/**
 * Opens a data set folder that `prepare` has finished.
 * @throws InputError `dataset-not-found`
 * @throws DataError `manifest-invalid`
 */
export async function readDataset(folder: string): Promise<Dataset> {
  const path = join(folder, DATASET_FILES.manifest);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InputError(
      'dataset-not-found',
      `Expected a data set at ${folder}, but there is no ${DATASET_FILES.manifest}.`,
      {
        remedy: 'Check the path; when preparing was interrupted, run it again.',
        cause,
      },
    );
  });
  return { folder: resolve(folder), manifest: parseManifest(text, path) };
}

/** @throws DataError `manifest-invalid` */
export function parseManifest(text: string, path: string): DatasetManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'it is not JSON', cause);
  }
  const parsed = MANIFEST.safeParse(value);
  if (!parsed.success) throw invalid(path, z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

function invalid(path: string, reason: string, cause: unknown): DataError {
  return new DataError('manifest-invalid', `Expected the manifest of a data set at ${path}, but ${reason}.`, {
    remedy: 'Prepare the data set again into an empty folder.',
    cause,
  });
}

/** The documents of one split, in the order of the source. */
export function splitDocuments(dataset: Dataset, split: SplitName): readonly DatasetDocument[] {
  return dataset.manifest.documents.filter((document) => document.split === split);
}
