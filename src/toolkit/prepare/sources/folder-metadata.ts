import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ColumnOptions } from './csv-columns.ts';
import { imagesAndCsv } from './images-and-csv.ts';
import { jsonlManifest } from './jsonl-manifest.ts';
import type { DocumentSource } from './source.ts';

/** Column that the `datasets` library asks for. */
const FILE_NAME = 'file_name';

/**
 * The file in an image folder that names its images and labels, or undefined when there is none.
 * https://huggingface.co/docs/datasets/image_dataset#imagefolder
 * @throws InputError `metadata-ambiguous`
 */
export async function folderMetadata(
  root: string,
  options: ColumnOptions & { readonly encoding?: string },
): Promise<DocumentSource | undefined> {
  const csv = join(root, 'metadata.csv');
  const jsonl = join(root, 'metadata.jsonl');
  const [hasCsv, hasJsonl] = [await isFile(csv), await isFile(jsonl)];
  if (hasCsv && hasJsonl) {
    throw new InputError(
      'metadata-ambiguous',
      `Expected one metadata file in ${root}, but it has a CSV and a JSON Lines file.`,
      {
        remedy: 'Keep the one that holds the labels.',
      },
    );
  }
  const columns = { imageColumn: FILE_NAME, ...options };
  if (hasCsv) return imagesAndCsv({ ...columns, images: root, csv });
  if (hasJsonl) return jsonlManifest({ ...columns, images: root, manifest: jsonl });
  return undefined;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
