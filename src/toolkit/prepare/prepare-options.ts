import { availableParallelism } from 'node:os';
import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { sha256Hex } from '../lib/hash.ts';
import { findReservedStrings } from '../lib/reserved-strings.ts';
import { isBucketName, isMediaKey } from '../lib/s3-uri.ts';
import type { ImageRecipe } from '../model/dataset.ts';
import type { Prompts, Task } from '../model/task.ts';
import { DEFAULT_MAX_SIDE } from './images/plan-image.ts';
import type { LabelMapping } from './labels/label-mapping.ts';
import { defaultPrompts } from './prompts/default-prompts.ts';
import { fillPrompts } from './prompts/fill-prompts.ts';
import type { SplitSize } from './split.ts';

export interface PrepareOptions extends Abortable {
  /** Folder to write the data set to; made if missing. */
  readonly folder: string;
  readonly name: string;
  readonly task: Task;
  /** May hold `{{classes}}`, `{{field}}` and `{{answer}}`. Default: our own words for the task. */
  readonly prompts?: Prompts;
  /** One sentence that says what the field of an extraction task is; goes into our own words. */
  readonly fieldDescription?: string;
  /** What the labels of the source stand for. Default: themselves. */
  readonly labelMapping?: LabelMapping;
  /** Default: longest side 1600 pixels; what must be converted becomes PNG, or JPEG where that is several times smaller. */
  readonly imageRecipe?: Partial<ImageRecipe>;
  /** Default 0. */
  readonly seed?: number;
  /** Default: a tenth of the documents each. */
  readonly split?: { readonly validation?: SplitSize; readonly test?: SplitSize };
  /** Where the data set will be uploaded to; the training files point there. */
  readonly s3: {
    readonly bucket: string;
    /** Letters, digits, `_ - . /`; slashes at either end do not matter; empty for the whole bucket. */
    readonly prefix: string;
    /** 12-digit account id. */
    readonly bucketOwner?: string;
  };
  /** Largest share of documents that may be unusable, 0 to 1; copies of an image do not count. Default 0.1. */
  readonly maxSkippedShare?: number;
  /** Replace a finished data set of other content in `folder`. Default false: refused. */
  readonly replace?: boolean;
  /** Images worked on at once; each takes at most 4 bytes a source pixel, so some 35 MB for an A4 page at 300 dpi and 400 MB at the very most. Default: one a processor, 2 to 4; the image library has 4 threads. */
  readonly concurrency?: number;
}

/** Everything that decides the content of the data set, checked and with defaults filled in. */
export interface PreparePlan {
  readonly folder: string;
  readonly name: string;
  readonly task: Task;
  readonly prompts: Prompts;
  readonly labelMapping: LabelMapping;
  readonly imageRecipe: ImageRecipe;
  readonly recipeHash: string;
  readonly seed: number;
  readonly split: { readonly validation: SplitSize; readonly test: SplitSize };
  /** `s3://bucket/prefix/`, always with a slash at the end. */
  readonly s3Prefix: string;
  readonly bucketOwner?: string;
  readonly maxSkippedShare: number;
  readonly replace: boolean;
  readonly concurrency: number;
}

const TENTH: SplitSize = { fraction: 0.1 };

/**
 * Checks the options and fills in defaults.
 * @throws InputError `option-invalid`, `prompt-reserved-string`, `prompt-placeholder-unknown`, `s3-location-invalid`
 */
export function planPrepare(options: PrepareOptions): PreparePlan {
  const { folder, name, task, seed = 0, maxSkippedShare = 0.1, replace = false, s3 } = options;
  const concurrency = options.concurrency ?? Math.min(4, Math.max(2, availableParallelism()));
  const prompts =
    options.prompts === undefined ? defaultPrompts(task, options.fieldDescription) : fillPrompts(options.prompts, task);
  const imageRecipe: ImageRecipe = {
    maxSide: options.imageRecipe?.maxSide ?? DEFAULT_MAX_SIDE,
    format: options.imageRecipe?.format ?? 'auto',
  };
  require(Number.isSafeInteger(seed), 'seed', 'a whole number', seed);
  require(Number.isInteger(concurrency) && concurrency >= 1, 'concurrency', 'a whole number, 1 or more', concurrency);
  require(maxSkippedShare >= 0 && maxSkippedShare <= 1, 'maxSkippedShare', 'a number from 0 to 1', maxSkippedShare);
  const { maxSide } = imageRecipe;
  require(Number.isInteger(maxSide) &&
    maxSide >= 25 &&
    maxSide <= 8000, 'imageRecipe.maxSide', 'a whole number from 25 to 8000', maxSide);
  checkTask(task);
  checkPrompt('system', prompts.system);
  checkPrompt('task', prompts.task);
  return {
    folder,
    name,
    task,
    prompts,
    labelMapping: options.labelMapping ?? new Map(),
    imageRecipe,
    recipeHash: recipeHash(task, prompts, imageRecipe),
    seed,
    split: { validation: options.split?.validation ?? TENTH, test: options.split?.test ?? TENTH },
    s3Prefix: planPrefix(s3),
    ...(s3.bucketOwner === undefined ? {} : { bucketOwner: s3.bucketOwner }),
    maxSkippedShare,
    replace,
    concurrency,
  };
}

/** Two data sets of one recipe ask the same question about images made ready in the same way. */
function recipeHash(task: Task, prompts: Prompts, recipe: ImageRecipe): string {
  const classes =
    task.kind === 'classification' ? task.classes.map(({ name, description }) => [name, description]) : [];
  const parts = [
    task.kind,
    task.answerFormat,
    task.field,
    classes,
    prompts.system,
    prompts.task,
    recipe.maxSide,
    recipe.format,
  ];
  return sha256Hex(JSON.stringify(parts));
}

function checkTask(task: Task): void {
  require(task.field.trim() !== '', 'task.field', 'a name', JSON.stringify(task.field));
  if (task.kind !== 'classification') return;
  require(task.classes.length > 0, 'task.classes', 'at least one class', '0 classes');
  const names = new Set(task.classes.map((one) => one.name));
  require(names.size === task.classes.length, 'task.classes', 'every name once', task.classes
    .map((one) => one.name)
    .join(', '));
}

function checkPrompt(name: string, text: string): void {
  require(text.trim() !== '', `prompts.${name}`, 'some text', JSON.stringify(text));
  const [reserved] = findReservedStrings(text).filter((use) => use.exact);
  if (reserved === undefined) return;
  throw new InputError(
    'prompt-reserved-string',
    `Expected a ${name} prompt without reserved strings, but it contains ${JSON.stringify(reserved.text)}, which fails the training job.`,
    {
      remedy: 'Reword the prompt.',
    },
  );
}

function planPrefix(s3: PrepareOptions['s3']): string {
  const prefix = s3.prefix.replace(/^\/+|\/+$/g, '');
  const invalid = (message: string, remedy: string) => new InputError('s3-location-invalid', message, { remedy });
  if (!isBucketName(s3.bucket)) {
    throw invalid(
      `Expected the name of an S3 bucket, but got ${JSON.stringify(s3.bucket)}.`,
      'Use 3 to 63 lower-case letters, digits, dots and hyphens.',
    );
  }
  if (prefix !== '' && !isMediaKey(prefix)) {
    throw invalid(
      `Expected an S3 prefix that Nova can read images from, but got ${JSON.stringify(s3.prefix)}.`,
      'Use letters, digits, _ - . and single slashes.',
    );
  }
  if (s3.bucketOwner !== undefined && !/^\d{12}$/.test(s3.bucketOwner)) {
    throw invalid(
      `Expected a bucket owner of 12 digits, but got ${JSON.stringify(s3.bucketOwner)}.`,
      'Give the account id that owns the bucket.',
    );
  }
  return prefix === '' ? `s3://${s3.bucket}/` : `s3://${s3.bucket}/${prefix}/`;
}

function require(holds: boolean, option: string, expected: string, got: unknown): void {
  if (!holds) throw new InputError('option-invalid', `Expected ${option} to be ${expected}, but got ${String(got)}.`);
}
