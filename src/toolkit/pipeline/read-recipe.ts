import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { InputError } from '../errors.ts';
import { IMAGE_FORMATS } from '../model/example.ts';
import { readClasses, rvlCdipClasses } from '../prepare/index.ts';
import { runNames } from './names.ts';
import type { Recipe } from './recipe.ts';

const SPLIT_SIZE = z.union([
  z.strictObject({ fraction: z.number().min(0).max(1) }),
  z.strictObject({ count: z.int().min(0) }),
]);
const ANSWER_FORMAT = z.enum(['json', 'text']);

const COLUMNS = {
  imageColumn: z.string().optional(),
  labelColumn: z.string().optional(),
  groupColumn: z.string().optional(),
};
const PDF = { pdfPages: z.enum(['first', 'all']).optional() };
const TABLE = {
  split: z.string().optional(),
  samplesPerLabel: z.int().min(1).optional(),
  sampling: z.enum(['balanced', 'uniform']).optional(),
  seed: z.int().min(0).optional(),
  ...COLUMNS,
};

/** A recipe file. Paths are relative to the file; unknown keys are errors. */
const RECIPE_FILE = z.strictObject({
  name: z.string(),
  title: z.string().optional(),
  source: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('image-folder'),
      folder: z.string(),
      split: z.string().optional(),
      encoding: z.string().optional(),
      ...COLUMNS,
      ...PDF,
    }),
    z.strictObject({
      kind: z.literal('images-and-csv'),
      images: z.string(),
      labels: z.string(),
      encoding: z.string().optional(),
      ...COLUMNS,
      ...PDF,
    }),
    z.strictObject({
      kind: z.literal('jsonl-manifest'),
      manifest: z.string(),
      images: z.string().optional(),
      ...COLUMNS,
      ...PDF,
    }),
    z.strictObject({
      kind: z.literal('hugging-face'),
      dataset: z.string().optional(),
      config: z.string().optional(),
      revision: z.string().optional(),
      ...TABLE,
    }),
    z.strictObject({ kind: z.literal('parquet'), path: z.string(), ...TABLE }),
    z.strictObject({ kind: z.literal('arrow'), folder: z.string(), ...TABLE }),
  ]),
  task: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('classification'),
      classesFile: z.string().optional(),
      answerFormat: ANSWER_FORMAT.default('json'),
      field: z.string().default('type'),
    }),
    z.strictObject({
      kind: z.literal('extraction'),
      answerFormat: ANSWER_FORMAT.default('text'),
      field: z.string().default('seller'),
    }),
  ]),
  prompts: z.strictObject({ system: z.string(), task: z.string() }).optional(),
  imageRecipe: z
    .strictObject({ maxSide: z.int().optional(), format: z.enum([...IMAGE_FORMATS, 'auto']).optional() })
    .optional(),
  seed: z.int().optional(),
  split: z.strictObject({ validation: SPLIT_SIZE.optional(), test: SPLIT_SIZE.optional() }).optional(),
  bucket: z.string(),
  baseModel: z.string().optional(),
  hyperparameters: z
    .strictObject({
      epochCount: z.number().optional(),
      learningRate: z.number().optional(),
      learningRateWarmupSteps: z.number().optional(),
      batchSize: z.number().optional(),
    })
    .optional(),
  endpoint: z.enum(['deployment', 'throughput']).optional(),
  maxTokens: z.int().min(1).optional(),
  concurrency: z.int().min(1).optional(),
  pollIntervalMs: z.number().min(0).optional(),
  audit: z
    .union([
      z.literal(false),
      z.strictObject({ maxFlaggedShare: z.number().min(0).max(1).optional(), fieldDescription: z.string().optional() }),
    ])
    .optional(),
  cleanup: z.boolean().optional(),
});

/**
 * Reads a recipe from a JSON file.
 * @throws {InputError} `recipe-unreadable` naming each wrong key, `name-invalid`
 */
export async function readRecipe(file: string): Promise<Recipe> {
  const parsed = RECIPE_FILE.safeParse(await readJson(file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(top)'}: ${message}`);
    throw new InputError('recipe-unreadable', `Expected a recipe in ${file}:\n${problems.join('\n')}`);
  }
  const { title, source, task, ...rest } = parsed.data;
  const at = (path: string) => resolve(dirname(file), path);
  const recipe = {
    ...rest,
    title: title ?? rest.name,
    source: absoluteSource(source, at),
    task: task.kind === 'extraction' ? task : await classification(task, at),
  };
  runNames(recipe);
  // Optional keys that were not given are absent, not undefined.
  return JSON.parse(JSON.stringify(recipe)) as Recipe;
}

/** Every path of a source, made absolute. */
function absoluteSource(source: z.infer<typeof RECIPE_FILE>['source'], at: (path: string) => string) {
  switch (source.kind) {
    case 'image-folder':
      return { ...source, folder: at(source.folder) };
    case 'images-and-csv':
      return { ...source, images: at(source.images), labels: at(source.labels) };
    case 'jsonl-manifest':
      return { ...source, manifest: at(source.manifest), images: source.images && at(source.images) };
    case 'hugging-face':
      return source;
    case 'parquet':
      return { ...source, path: at(source.path) };
    case 'arrow':
      return { ...source, folder: at(source.folder) };
  }
}

async function classification(
  {
    classesFile,
    ...task
  }: { kind: 'classification'; classesFile?: string | undefined; answerFormat: 'json' | 'text'; field: string },
  at: (path: string) => string,
) {
  return { ...task, classes: classesFile === undefined ? rvlCdipClasses() : await readClasses(at(classesFile)) };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError('recipe-unreadable', `Could not read the recipe ${file}: ${reason}`, { cause });
  }
}
