import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { parseLengthOfTime } from '../lib/length-of-time.ts';
import type { Prompts, Task } from '../model/task.ts';
import { classesNamed, defaultPrompts, readClasses, readLabelMapping, rvlCdipClasses } from '../prepare/index.ts';
import { runNames } from './names.ts';
import type { Recipe } from './recipe.ts';
import { checkFile } from './recipe-file/check-file.ts';
import type { Environment } from './recipe-file/expand-environment.ts';
import { RECIPE_FILE, type RecipeFile } from './recipe-file/recipe-schema.ts';

type At = (path: string) => string;

/**
 * Reads a recipe from a YAML or JSON file. Settings such as the region are checked but left out: they belong to whoever connects.
 * @param environment what `${NAME}` stands for. Default: nothing.
 * @throws {InputError} `recipe-unreadable` naming each wrong key with line and column, `name-invalid`, `classes-file-invalid`,
 * `label-mapping-invalid`
 */
export async function readRecipe(file: string, environment: Environment = {}): Promise<Recipe> {
  // Only whoever has a recipe pays for the parser.
  const { parseFile } = await import('./recipe-file/parse-file.ts');
  const parsed = parseFile(await readText(file), environment);
  const content = checkFile(parsed, RECIPE_FILE, { file, what: 'a recipe' });
  const { $schema, title, source, task, prompts, labelMapping, labelMappingFile, ttl, ...rest } = content;
  const { region, profile, target, endpointUrl, ...recipeKeys } = rest;
  const at: At = (path) => resolve(dirname(file), path);
  refuseTwice(content, file);
  const fullTask = await readTask(task, at);
  const recipe = {
    ...recipeKeys,
    title: title ?? rest.name,
    source: absoluteSource(source, at),
    task: fullTask,
    prompts: await readPrompts({ task, prompts }, fullTask, at),
    labelMapping:
      labelMappingFile === undefined ? labelMapping : Object.fromEntries(await readLabelMapping(at(labelMappingFile))),
    ttlMs: ttl === undefined ? undefined : parseLengthOfTime(ttl),
  };
  runNames(recipe);
  // Optional keys that were not given are absent, not undefined.
  return JSON.parse(JSON.stringify(recipe)) as Recipe;
}

/** Two keys that say one thing. */
function refuseTwice({ task, prompts = {}, ...rest }: RecipeFile, file: string): void {
  const pairs: readonly (readonly [string, unknown, string, unknown])[] = [
    ['labelMapping', rest.labelMapping, 'labelMappingFile', rest.labelMappingFile],
    ['prompts.system', prompts.system, 'prompts.systemFile', prompts.systemFile],
    ['prompts.task', prompts.task, 'prompts.taskFile', prompts.taskFile],
    ...(task.kind === 'classification'
      ? ([['task.classes', task.classes, 'task.classesFile', task.classesFile]] as const)
      : []),
  ];
  const twice = pairs.find(([, one, , other]) => one !== undefined && other !== undefined);
  if (!twice) return;
  throw new InputError('recipe-unreadable', `Expected either ${twice[0]} or ${twice[2]} in ${file}, got both.`);
}

/** Every path of a source, made absolute. */
function absoluteSource(source: RecipeFile['source'], at: At) {
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

async function readTask(task: RecipeFile['task'], at: At): Promise<Task> {
  if (task.kind === 'extraction') {
    const { fieldDescription: _, ...extraction } = task;
    return extraction;
  }
  const { classesFile, classes, ...classification } = task;
  if (classesFile !== undefined) return { ...classification, classes: await readClasses(at(classesFile)) };
  if (classes === undefined) return { ...classification, classes: rvlCdipClasses() };
  const named = classes.flatMap((one) => (typeof one === 'string' ? classesNamed([one]) : [one]));
  return { ...classification, classes: named };
}

/** Undefined when the recipe says nothing about words: then they are ours. */
async function readPrompts(
  { task, prompts }: Pick<RecipeFile, 'task' | 'prompts'>,
  fullTask: Task,
  at: At,
): Promise<Prompts | undefined> {
  const description = task.kind === 'extraction' ? task.fieldDescription : undefined;
  if (prompts === undefined && description === undefined) return undefined;
  const ours = defaultPrompts(fullTask, description);
  const { system, systemFile, task: words, taskFile } = prompts ?? {};
  return {
    system: systemFile === undefined ? (system ?? ours.system) : await readText(at(systemFile)),
    task: taskFile === undefined ? (words ?? ours.task) : await readText(at(taskFile)),
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError('recipe-unreadable', `Could not read ${file}: ${reason}`, { cause });
  }
}
