import { imageFolder, imagesAndCsv, prepare } from '../../prepare/index.ts';
import { forward } from '../forward.ts';
import { runNames } from '../names.ts';
import { abortable, type PipelineStep } from '../pipeline-step.ts';
import type { RecipeSource } from '../recipe.ts';

export const prepareStep: PipelineStep = {
  name: 'prepare',
  wanted: () => true,
  isDone: () => false, // Cheap when unchanged, and it notices changed labels.
  async *run(context) {
    const { recipe, run, identity } = context;
    const work = prepare(openSource(recipe.source), {
      folder: run.file('dataset'),
      name: recipe.name,
      task: recipe.task,
      ...(recipe.prompts && { prompts: recipe.prompts }),
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

function openSource(source: RecipeSource) {
  if (source.kind === 'image-folder') return imageFolder(source.folder);
  const { imageColumn, labelColumn, groupColumn } = source;
  return imagesAndCsv({
    images: source.images,
    csv: source.labels,
    ...(imageColumn !== undefined && { imageColumn }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(groupColumn !== undefined && { groupColumn }),
  });
}
