import { join } from 'node:path';
import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import { asChecked, type CheckedDataset, type Dataset } from '../model/artifacts.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import {
  findTrainableModel,
  METHODS,
  type Method,
  type MethodLimits,
  NOVA_CANVAS,
  NOVA_MODELS,
  type TrainableModel,
  USUAL_MODEL,
} from '../model/nova.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { Checker } from './checker.ts';
import { localMedia } from './local-media.ts';
import type { MediaLookup } from './media-facts.ts';
import type { TrainingSplit } from './rule.ts';
import { type Chunks, openSource, peekMethod } from './sources.ts';
import { storeMedia } from './store-media.ts';

export interface RulesOptions extends Abortable {
  /** Base model by short name, customization id, inference id or ARN. Default: the usual one of the method. */
  readonly model?: string;
  /** What the records are for. Default: told from the first records, `sft` when they say nothing. */
  readonly method?: Method;
  /** Bucket that the files are in, or will be; media must be there too. Default: that of an `s3://` file, else unknown: media must agree among themselves. */
  readonly bucket?: string;
  /** Whether records are repeated on purpose, as AWS advises for small sets. Default false: copies are warnings. */
  readonly repeats?: boolean;
  /** Longest line that is read, bytes. Default 4 MiB. */
  readonly maxLineBytes?: number;
}

export interface RecordsOptions extends RulesOptions {
  /** Whether the records are for training (default) or validation. */
  readonly split?: TrainingSplit;
}

export interface FilesOptions extends RulesOptions {
  /** Reads `s3://` files and media. */
  readonly store?: ObjectStore;
  /** Look at every image, video and document where its URI points, through `store`. Default false. */
  readonly checkMedia?: boolean;
}

export interface RecordsSummary {
  /** Lines that are not blank. */
  readonly records: number;
  readonly method: Method;
  /** Whether the method was told from the records rather than given. */
  readonly methodDetected: boolean;
  /** Short name of the model whose rules were used. */
  readonly model: string;
}

/** One JSON Lines file of a data set: a path, or `s3://bucket/key`. */
export interface TrainingFile {
  readonly path: string;
  readonly split: TrainingSplit;
}

/**
 * Checks JSON Lines as they come, every finding in the order of the lines, findings about the whole at the end.
 * Memory stays flat: a chunk, a line, and at most 16 MiB for comparing records.
 *
 * @param lines the bytes of the file, in chunks of any size
 * @throws InputError `model-unknown`, `method-unknown`
 */
export async function* validateRecords(
  lines: Chunks,
  options: RecordsOptions & {
    /** As findings name it. */
    readonly file: string;
  },
): AsyncGenerator<Finding, RecordsSummary, undefined> {
  const { file, split = 'train' } = options;
  const { chunks, ...choice } = await chooseRules(lines, options);
  const checker = new Checker({ ...choice.rules, severalFiles: false, named: false });
  const records = yield* checker.checkFile({ file, split, chunks });
  yield* checker.finish();
  return { records, ...choice.summary };
}

/**
 * Checks one JSON Lines file, like `validateFiles`.
 * @throws InputError `model-unknown`, `method-unknown`, `file-not-found`, `store-missing`; CloudError
 */
export async function* validateFile(
  path: string,
  options: FilesOptions & Pick<RecordsOptions, 'split'>,
): AsyncGenerator<Finding, RecordsSummary, undefined> {
  return yield* validateFiles([{ path, split: options.split ?? 'train' }], options);
}

/**
 * Checks the files of one data set together, so that counts, copies and buckets are compared across them.
 * Memory: as `validateRecords`; with `checkMedia`, the records of some 1 MiB of lines as well.
 * @throws InputError `model-unknown`, `method-unknown`, `file-not-found`, `store-missing`; CloudError
 */
export async function* validateFiles(
  files: readonly TrainingFile[],
  options: FilesOptions,
): AsyncGenerator<Finding, RecordsSummary, undefined> {
  const { store, signal, checkMedia = false } = options;
  const [first, ...others] = files;
  if (first === undefined) throw new InputError('file-not-found', 'Expected at least one file, but none was given.');
  const ownBucket = parseS3Uri(first.path)?.bucket;
  const bucket = options.bucket ?? ownBucket;
  const opened = await openSource(first.path, store, signal);
  const { chunks, rules, summary } = await chooseRules(opened, { ...options, ...(bucket && { bucket }) });
  const checker = new Checker({
    ...rules,
    severalFiles: others.length > 0,
    named: true,
    bucketRegion: ownBucket && (await store?.bucketRegion(ownBucket, signal)),
    media: checkMedia ? requireStoreMedia(store) : undefined,
  });
  let records = yield* checker.checkFile({ file: first.path, split: first.split, chunks });
  for (const { path, split } of others)
    records += yield* checker.checkFile({ file: path, split, chunks: await openSource(path, store, signal) });
  yield* checker.finish();
  return { records, ...summary };
}

export type ValidateEvent =
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'file-done'; readonly file: string; readonly records: number };

export interface ValidateResult extends RecordsSummary {
  readonly findings: readonly Finding[];
  /** Present when no finding is an error. */
  readonly checked?: CheckedDataset;
}

/**
 * Checks the training and validation files of a data set folder and the images they name. The method is `sft` unless given.
 * Memory: as `validateFiles`, plus the findings, plus an entry for each document of the manifest.
 *
 * @throws InputError `model-unknown`, `method-unknown`, `file-not-found`
 */
export async function* validate(
  dataset: Dataset,
  options: Omit<RulesOptions, 'bucket'>,
): AsyncGenerator<ValidateEvent, ValidateResult, undefined> {
  const { signal } = options;
  const bucket = parseS3Uri(dataset.manifest.s3Prefix)?.bucket;
  const files = trainingFiles(dataset);
  const train = await openSource(join(dataset.folder, DATASET_FILES.train), undefined, signal);
  const { chunks, rules, summary } = await chooseRules(train, { method: 'sft', ...options, ...(bucket && { bucket }) });
  const media = localMedia(dataset);
  const checker = new Checker({ ...rules, severalFiles: files.length > 1, named: true, media });
  const findings: Finding[] = [];
  let total = 0;
  for (const [split, file] of files) {
    const content = split === 'train' ? chunks : await openSource(join(dataset.folder, file), undefined, signal);
    const checking = checker.checkFile({ file, split, chunks: content });
    let step = await checking.next();
    for (; step.done !== true; step = await checking.next()) {
      findings.push(step.value);
      yield { type: 'finding', finding: step.value };
    }
    total += step.value;
    yield { type: 'file-done', file, records: step.value };
  }
  for (const finding of checker.finish()) {
    findings.push(finding);
    yield { type: 'finding', finding };
  }
  const failed = findings.some(({ severity }) => severity === 'error');
  return { findings, records: total, ...summary, ...(failed ? {} : { checked: asChecked(dataset, findings) }) };
}

function trainingFiles({ manifest }: Dataset): readonly (readonly [TrainingSplit, string])[] {
  const train = ['train', DATASET_FILES.train] as const;
  return DATASET_FILES.validation in manifest.files ? [train, ['validation', DATASET_FILES.validation]] : [train];
}

/** The rules that the options ask for; the method is told from the records when it is not given. */
async function chooseRules(lines: Chunks, options: RulesOptions) {
  if (options.method !== undefined && !METHODS.includes(options.method))
    throw new InputError(
      'method-unknown',
      `Expected a method of ${METHODS.join(', ')}, but got ${JSON.stringify(options.method)}.`,
    );
  if (options.model !== undefined) requireModel(options.model);
  const peeked = options.method === undefined ? await peekMethod(lines) : { chunks: lines, method: undefined };
  const method = options.method ?? peeked.method ?? 'sft';
  const model = requireModel(options.model ?? USUAL_MODEL[method]);
  const { bucket, repeats = false, maxLineBytes, signal } = options;
  return {
    chunks: peeked.chunks,
    rules: { model, method, limits: limitsOf(model, method), bucket, repeats, maxLineBytes, signal },
    summary: { method, methodDetected: options.method === undefined, model: model.name },
  };
}

/** Of the usual model where this one does not offer the method: a rule says so, and the rest is judged all the same. */
function limitsOf(model: TrainableModel, method: Method): MethodLimits {
  const limits = model.methods[method] ?? findTrainableModel(USUAL_MODEL[method])?.methods[method];
  if (limits === undefined) throw new TypeError(`Expected ${USUAL_MODEL[method]} to offer ${method}.`);
  return limits;
}

function requireModel(identifier: string): TrainableModel {
  const model = findTrainableModel(identifier);
  if (model !== undefined) return model;
  const names = [...NOVA_MODELS, NOVA_CANVAS].map(({ name }) => name).join(', ');
  throw new InputError(
    'model-unknown',
    `Expected a model that can be customized (${names}), but got ${JSON.stringify(identifier)}.`,
  );
}

function requireStoreMedia(store: ObjectStore | undefined): MediaLookup {
  if (store !== undefined) return storeMedia(store);
  throw new InputError('store-missing', 'Expected a store to look media up in, but none was given.', {
    remedy: 'Connect to a cloud, or check a data set folder.',
  });
}
