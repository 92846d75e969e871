import {
  type DocumentSource,
  type HubAccess,
  huggingFace,
  imageFolder,
  imagesAndCsv,
  jsonlManifest,
  parquetFiles,
  pdfPages,
  prepare,
  savedDataset,
} from '../../prepare/index.ts';
import { forward } from '../forward.ts';
import { runNames } from '../names.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';
import type { Recipe, RecipeSource } from '../recipe.ts';

export const prepareStep: PipelineStep = {
  name: 'prepare',
  wanted: () => true,
  isDone: () => false, // Cheap when unchanged, and it notices changed labels.
  async *run(context) {
    const { recipe, run, identity } = context;
    const work = prepare(openSource(recipe, context.hub), {
      folder: run.file('dataset'),
      name: recipe.name,
      task: recipe.task,
      ...(recipe.prompts && { prompts: recipe.prompts }),
      ...(recipe.labelMapping && { labelMapping: new Map(Object.entries(recipe.labelMapping)) }),
      ...(recipe.maxSkippedShare !== undefined && { maxSkippedShare: recipe.maxSkippedShare }),
      ...(recipe.imageRecipe && { imageRecipe: recipe.imageRecipe }),
      ...(recipe.seed !== undefined && { seed: recipe.seed }),
      ...(recipe.split && { split: recipe.split }),
      s3: { bucket: recipe.bucket, prefix: runNames(recipe).prefix, bucketOwner: identity.accountId },
      ...abortable(context),
    });
    const { manifest } = yield* forward(work, (event) => ({ step: 'prepare', event }) as const);
    const { counts, skipped } = manifest;
    return `${counts.train} to train, ${counts.validation} to validate, ${counts.test} held out${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
  },
};

/** The recipe's documents. What is drawn from tables depends on the recipe's seed unless the source has its own. */
export function openSource(recipe: Recipe, hub: HubAccess = {}): DocumentSource {
  const { source, seed = 0 } = recipe;
  switch (source.kind) {
    case 'hugging-face':
      return huggingFace({ seed, ...source, ...hub });
    case 'parquet':
      return parquetFiles({ seed, ...source });
    case 'arrow':
      return savedDataset({ seed, ...source });
    default:
      return pdfPages(openImages(source), {
        ...(source.pdfPages !== undefined && { pages: source.pdfPages }),
        ...(recipe.imageRecipe?.maxSide !== undefined && { maxSide: recipe.imageRecipe.maxSide }),
      });
  }
}

function openImages(
  source: Exclude<RecipeSource, { readonly kind: 'hugging-face' | 'parquet' | 'arrow' }>,
): DocumentSource {
  switch (source.kind) {
    case 'image-folder':
      return imageFolder(source.folder, source);
    case 'images-and-csv':
      return imagesAndCsv({ ...source, csv: source.labels });
    case 'jsonl-manifest':
      return jsonlManifest(source);
  }
}
