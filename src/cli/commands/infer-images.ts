import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ImageRecipe, InferenceDocument } from '../../toolkit/index.ts';

/** Images made ready as in training, one by one as they are asked for. */
export interface PreparedImages extends AsyncDisposable {
  documents(files: readonly string[]): AsyncGenerator<InferenceDocument>;
}

/**
 * Makes images ready by the recipe that the model was trained with. Converted ones lie in a temporary folder until disposal; the rest are used
 * where they are. @param onSkipped hears of images that cannot be used
 */
export async function openPreparedImages(
  recipe: ImageRecipe | undefined,
  onSkipped: (file: string, message: string) => void,
): Promise<PreparedImages> {
  const { prepareImage } = await import('../../toolkit/index.ts');
  let folder: string | undefined;
  return {
    async *documents(files) {
      for (const [index, file] of files.entries()) {
        if (recipe === undefined) throw new TypeError('Expected an image recipe to prepare images with.');
        const prepared = await prepareImage(await readFile(file), recipe);
        if (prepared.kind === 'skipped') {
          onSkipped(file, prepared.message);
          continue;
        }
        const { bytes, format } = prepared.image;
        if (!prepared.converted) {
          yield { document: basename(file), image: file, format };
          continue;
        }
        folder ??= await mkdtemp(join(tmpdir(), 'novatune-infer-'));
        const image = join(folder, `${index}.${format}`);
        await writeFile(image, bytes);
        yield { document: basename(file), image, format };
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
