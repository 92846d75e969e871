import { join } from 'node:path';
import type { Recipe } from '../../src/toolkit/index.ts';
import { CODED_CLASSES, drawCodedPage } from './coded-pages.ts';
import { writeFiles } from './rehearsal.ts';

/** Pages of each class. */
const PER_CLASS = 6;
/** Documents that {@link sampleRun} holds out. */
export const HELD_OUT = 6;

/** Draws a small image folder by class below `folder` and returns a recipe over it. */
export async function sampleRun(folder: string, change: Partial<Recipe> = {}): Promise<Recipe> {
  const source = join(folder, 'documents');
  for (const name of CODED_CLASSES) {
    for (let index = 0; index < PER_CLASS; index++) {
      await writeFiles(source, { [`${name}/${name}-${index}.png`]: await drawCodedPage(name, index) });
    }
  }
  return {
    name: 'sample-run',
    title: 'Sample run',
    source: { kind: 'image-folder', folder: source },
    task: {
      kind: 'classification',
      classes: CODED_CLASSES.map((name) => ({ name, description: `A page that is a ${name}` })),
      answerFormat: 'json',
      field: 'type',
    },
    seed: 1,
    split: { validation: { count: 0 }, test: { count: HELD_OUT } },
    bucket: 'sample-bucket',
    hyperparameters: { epochCount: 3, learningRate: 1e-4, learningRateWarmupSteps: 0 },
    pollIntervalMs: 20,
    ...change,
  };
}
