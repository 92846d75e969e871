import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Dataset, DatasetDocument } from '../../src/toolkit/index.ts';

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');

/** A data set folder as `prepare` leaves it, of any bytes: an upload does not look into images. */
export async function writeDataset(
  folder: string,
  bucket: string,
  { images = 6, train = '{"training":true}\n' }: { readonly images?: number; readonly train?: string } = {},
): Promise<Dataset> {
  const put = async (name: string, content: string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  const documents: DatasetDocument[] = [];
  for (let index = 0; index < images; index++) {
    const content = `an image, number ${index} `.repeat(400);
    const hash = sha256(content);
    const image = `images/${hash.slice(0, 16)}.png`;
    await put(image, content);
    documents.push({
      id: `${index}.png`,
      image,
      format: 'png',
      width: 40,
      height: 40,
      bytes: content.length,
      sha256: hash,
      label: 'letter',
      split: 'train',
    });
  }
  await put('train.jsonl', train);
  return {
    folder,
    manifest: {
      version: 1,
      name: 'pages',
      task: { kind: 'extraction', answerFormat: 'text', field: 'sender' },
      prompts: { system: 'You read.', task: 'Who?' },
      imageRecipe: { maxSide: 1600, format: 'auto' },
      recipeHash: 'f'.repeat(64),
      seed: 0,
      source: { kind: 'image-folder', location: 'pages' },
      counts: { train: images, validation: 0, test: 0 },
      classCounts: {},
      skipped: [],
      documents,
      s3Prefix: `s3://${bucket}/pages/`,
      files: { 'train.jsonl': sha256(train) },
    },
  };
}
