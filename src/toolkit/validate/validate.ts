import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import { asChecked, type CheckedDataset, type Dataset } from '../model/artifacts.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import type { Finding } from '../model/finding.ts';
import { findNovaModel, NOVA_MODELS, type NovaModel } from '../model/nova.ts';
import { Checker } from './checker.ts';
import { localMedia } from './local-media.ts';
import type { TrainingSplit } from './rule.ts';

export interface RecordsOptions extends Abortable {
  /** Base model by short name, customization id, inference id or ARN. */
  readonly model: string;
  /** Whether the records are for training (default) or validation. */
  readonly split?: TrainingSplit;
  /** Bucket that the file is in, or will be; media must be there too. Default: unknown, media must agree among themselves. */
  readonly bucket?: string;
  /** Longest line that is read, bytes. Default 4 MiB. */
  readonly maxLineBytes?: number;
}

export interface RecordsSummary {
  /** Lines that are not blank. */
  readonly records: number;
}

/**
 * Checks JSON Lines as they come, every finding in the order of the lines, findings about the whole at the end.
 * Memory stays flat: one line and some 10 MB for comparing records.
 *
 * @param lines the bytes of the file, in chunks of any size
 * @throws InputError `model-unknown`
 */
export async function* validateRecords(
  lines: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: RecordsOptions & {
    /** As findings name it. */
    readonly file: string;
  },
): AsyncGenerator<Finding, RecordsSummary, undefined> {
  const { file, split = 'train', signal } = options;
  const checker = makeChecker(options);
  const records = yield* checker.checkFile({ file, split, chunks: abortable(lines, signal) });
  yield* checker.finish();
  return { records };
}

/**
 * Checks one JSON Lines file on disk, like `validateRecords`.
 * @throws InputError `model-unknown`, `file-not-found`
 */
export async function* validateFile(
  path: string,
  options: RecordsOptions,
): AsyncGenerator<Finding, RecordsSummary, undefined> {
  return yield* validateFiles([{ path, split: options.split ?? 'train' }], options);
}

/**
 * Checks the files of one data set on disk together, so that counts, copies and buckets are compared across them.
 * @throws InputError `model-unknown`, `file-not-found`
 */
export async function* validateFiles(
  files: readonly { readonly path: string; readonly split: TrainingSplit }[],
  options: Omit<RecordsOptions, 'split'>,
): AsyncGenerator<Finding, RecordsSummary, undefined> {
  const checker = makeChecker(options);
  let records = 0;
  for (const { path, split } of files) {
    const chunks = abortable(await openFile(path), options.signal);
    records += yield* checker.checkFile({ file: path, split, chunks });
  }
  yield* checker.finish();
  return { records };
}

function makeChecker({ model, bucket, maxLineBytes }: RecordsOptions): Checker {
  return new Checker({
    model: requireModel(model),
    ...(bucket === undefined ? {} : { bucket }),
    ...(maxLineBytes === undefined ? {} : { maxLineBytes }),
  });
}

export type ValidateEvent =
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'file-done'; readonly file: string; readonly records: number };

export interface ValidateResult {
  readonly findings: readonly Finding[];
  readonly records: number;
  /** Present when no finding is an error. */
  readonly checked?: CheckedDataset;
}

/**
 * Checks the training and validation files of a data set folder and the images they name.
 * Memory: as `validateRecords`, plus the findings, plus an entry for each document of the manifest.
 *
 * @throws InputError `model-unknown`, `file-not-found`
 */
export async function* validate(
  dataset: Dataset,
  options: { readonly model: string } & Abortable,
): AsyncGenerator<ValidateEvent, ValidateResult, undefined> {
  const { signal } = options;
  const bucket = parseS3Uri(dataset.manifest.s3Prefix)?.bucket;
  const media = localMedia(dataset);
  const checker = new Checker({
    model: requireModel(options.model),
    media,
    ...(bucket === undefined ? {} : { bucket }),
  });
  const findings: Finding[] = [];
  let total = 0;
  for (const [split, name] of trainingFiles(dataset)) {
    const file = join(dataset.folder, name);
    const checking = checker.checkFile({ file: name, split, chunks: abortable(await openFile(file), signal) });
    let step = await checking.next();
    for (; step.done !== true; step = await checking.next()) {
      findings.push(step.value);
      yield { type: 'finding', finding: step.value };
    }
    total += step.value;
    yield { type: 'file-done', file: name, records: step.value };
  }
  for (const finding of checker.finish()) {
    findings.push(finding);
    yield { type: 'finding', finding };
  }
  const failed = findings.some(({ severity }) => severity === 'error');
  return { findings, records: total, ...(failed ? {} : { checked: asChecked(dataset, findings) }) };
}

function trainingFiles({ manifest }: Dataset): readonly (readonly [TrainingSplit, string])[] {
  const train = ['train', DATASET_FILES.train] as const;
  return DATASET_FILES.validation in manifest.files ? [train, ['validation', DATASET_FILES.validation]] : [train];
}

function requireModel(identifier: string): NovaModel {
  const model = findNovaModel(identifier);
  if (model !== undefined) return model;
  const names = NOVA_MODELS.map(({ name }) => name).join(', ');
  throw new InputError(
    'model-unknown',
    `Expected a model that can be customized (${names}), but got ${JSON.stringify(identifier)}.`,
  );
}

async function openFile(path: string): Promise<AsyncIterable<Uint8Array>> {
  if ((await stat(path).catch(() => undefined))?.isFile() === true)
    return createReadStream(path, { highWaterMark: 256 * 1024 });
  throw new InputError('file-not-found', `Expected a JSON Lines file at ${path}, but there is none.`, {
    remedy: 'Check the path.',
  });
}

async function* abortable(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
  }
}
