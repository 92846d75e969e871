import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { imageFolder, planRecipe, planRun, prepare, type Recipe } from '../../src/toolkit/index.ts';
import { drain } from '../support/rehearsal.ts';
import { sampleRun } from '../support/sample-run.ts';

let folder: string;
let recipe: Recipe;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'novatune-plan-'));
  recipe = await sampleRun(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a recipe is planned before it is prepared, and its range holds what the prepared data set says', async () => {
  const { result: planned } = await drain(planRecipe(recipe, { plan: { epochs: 2 } }));
  if (recipe.source.kind !== 'image-folder') throw new Error('The sample run reads a folder of images.');
  const { result: dataset } = await drain(
    prepare(imageFolder(recipe.source.folder, recipe.source), {
      folder: join(folder, 'dataset'),
      name: recipe.name,
      task: recipe.task,
      ...(recipe.prompts && { prompts: recipe.prompts }),
      ...(recipe.split && { split: recipe.split }),
      ...(recipe.seed !== undefined && { seed: recipe.seed }),
      s3: { bucket: recipe.bucket, prefix: 'data' },
    }),
  );
  const prepared = planRun(dataset.manifest, { baseModel: planned.baseModel, epochs: 2 });
  const ranges = [
    [planned.training.tokens, prepared.training.tokens],
    [planned.asking?.input, prepared.asking?.input],
  ] as const;
  expect(planned.asking?.documents).toBe(prepared.asking?.documents);
  for (const [wide, narrow] of ranges) {
    expect(wide?.low).toBeLessThanOrEqual(narrow?.low ?? Number.NaN);
    expect(wide?.high).toBeGreaterThanOrEqual(narrow?.high ?? Number.NaN);
  }
});
