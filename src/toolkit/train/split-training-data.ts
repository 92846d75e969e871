import { DataError, InputError } from '../errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';
import { openTrainingLines } from './training-lines.ts';

export interface DataSplitOptions {
  /** Share of the rows that becomes validation data, between 0 and 1. */
  readonly fraction: number;
  /** Whole number; another one gives another split. Default 0. */
  readonly seed?: number;
  /** Rows that have to remain for training. Default 1. */
  readonly minTrainRows?: number;
}

/** A split that has been decided but not written. */
export interface DataSplit {
  readonly sourceUri: string;
  /** SHA-256 of the source when the split was decided, hex. */
  readonly sourceSha256: string;
  /** Where the parts go: new keys beside the source, named by source, fraction and seed. */
  readonly trainingDataUri: string;
  readonly validationDataUri: string;
  readonly trainRows: number;
  readonly validationRows: number;
  /** Rows whose copy stands elsewhere in the file; copies stay on one side. */
  readonly copies: number;
  /** Fingerprints of the validation rows. */
  readonly validation: ReadonlySet<string>;
}

/** Rows looked at; Bedrock takes at most 20,000. Bounds memory to some 10 MB. */
const MOST_ROWS = 100_000;

/**
 * Decides how a training file in S3 is parted, by reading it once; writes nothing. The side of a row depends on its own content and
 * the seed, not on its place, and equal rows stay together, so the same file gives the same split anywhere and no copy leaks.
 * @throws {InputError} `option-invalid`; {@link DataError} `split-too-small`, `split-too-large`, `data-missing`, `line-too-long`.
 */
export async function planDataSplit(
  sourceUri: string,
  options: DataSplitOptions,
  cloud: Cloud,
  signal?: AbortSignal,
): Promise<DataSplit> {
  const { fraction, seed = 0, minTrainRows = 1 } = options;
  if (!(fraction > 0 && fraction < 1)) {
    throw new InputError('option-invalid', `Expected a validation split between 0 and 1, got ${fraction}.`);
  }
  const lines = await openTrainingLines(sourceUri, cloud, signal);
  const counts = new Map<string, number>();
  let rows = 0;
  for await (const row of lines.rows()) {
    const print = fingerprint(row);
    counts.set(print, (counts.get(print) ?? 0) + 1);
    rows += 1;
    if (rows > MOST_ROWS) {
      throw new DataError('split-too-large', `Expected at most ${MOST_ROWS} rows to split, ${sourceUri} has more.`, {
        remedy: 'Bedrock takes at most 20,000 rows: choose a part of them.',
      });
    }
  }
  const validation = chooseValidation(counts, Math.max(1, Math.round(rows * fraction)), seed);
  const validationRows = [...validation].reduce((sum, print) => sum + (counts.get(print) ?? 0), 0);
  const trainRows = rows - validationRows;
  if (validationRows === 0 || trainRows < minTrainRows) throw tooSmall(sourceUri, { rows, trainRows, minTrainRows });
  const sourceSha256 = lines.sha256();
  const parts = partUris(sourceUri, sha256Hex(`${sourceSha256} ${fraction} ${seed}`).slice(0, 10));
  return { sourceUri, sourceSha256, ...parts, trainRows, validationRows, copies: rows - counts.size, validation };
}

/**
 * Fingerprints that go to validation: groups of equal rows in an order that only content and seed decide, taken while they fit.
 * @param counts rows by fingerprint
 * @param target rows wanted; never exceeded
 */
function chooseValidation(counts: ReadonlyMap<string, number>, target: number, seed: number): ReadonlySet<string> {
  const ranked = [...counts].map(([print, count]) => ({ print, count, rank: sha256Hex(`${seed} ${print}`) }));
  ranked.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  const chosen = new Set<string>();
  let rows = 0;
  for (const { print, count } of ranked) {
    if (rows + count > target) continue;
    chosen.add(print);
    rows += count;
  }
  return chosen;
}

/** 64 bits tell the rows of one file apart. */
export const fingerprint = (row: Uint8Array): string => sha256Hex(row).slice(0, 16);

function partUris(sourceUri: string, digest: string) {
  const { bucket, key } = requireS3Uri(sourceUri);
  const folder = `s3://${bucket}/${key.replace(/\.jsonl$/, '')}-split-${digest}`;
  return { trainingDataUri: `${folder}/train.jsonl`, validationDataUri: `${folder}/validation.jsonl` };
}

function tooSmall(
  uri: string,
  {
    rows,
    trainRows,
    minTrainRows,
  }: { readonly rows: number; readonly trainRows: number; readonly minTrainRows: number },
): DataError {
  const why =
    trainRows < minTrainRows
      ? `${trainRows} would remain for training, at least ${minTrainRows} are needed`
      : 'too many of them are copies of one another';
  return new DataError('split-too-small', `Could not part validation data from ${uri}: of ${rows} rows, ${why}.`, {
    remedy: 'Give more rows, a smaller split, or no validation data.',
  });
}
