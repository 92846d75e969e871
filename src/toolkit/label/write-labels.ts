import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError } from '../errors.ts';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { LabelResult } from './collect-labels.ts';
import { LabelJournal } from './label-journal.ts';

/** Files of one labelling run. */
export interface LabelFiles {
  /** The CSV that was asked for. */
  readonly labels: string;
  /** What was paid for; everything else is derived from it. */
  readonly journal: string;
  /** Documents without a label, one JSON object a line. */
  readonly errors: string;
  /** Documents on which two labellers disagree, with an empty column to choose in. */
  readonly review: string;
}

/** Names beside the CSV file `out`. */
export const labelFiles = (out: string): LabelFiles => ({
  labels: out,
  journal: `${out}.journal.jsonl`,
  errors: `${out}.errors.jsonl`,
  review: `${out}.review.csv`,
});

export interface WriteOptions {
  /** Replaces files that are there, whatever they hold. */
  readonly force?: boolean;
  /** Begins CSV files with a byte order mark, so that Excel reads them as UTF-8. */
  readonly byteOrderMark?: boolean;
}

/** Contents by file; undefined for a file that there is nothing for. */
export function renderLabelFiles(
  result: LabelResult,
  files: LabelFiles,
  { byteOrderMark = false }: Pick<WriteOptions, 'byteOrderMark'> = {},
): ReadonlyMap<string, string | undefined> {
  const csv = (rows: readonly (readonly string[])[]) =>
    `${byteOrderMark ? '\uFEFF' : ''}${rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('')}`;
  const isPaired = result.agreement !== undefined;
  const labels = [
    ['image', 'label', 'model', ...(isPaired ? ['second_label', 'second_model'] : [])],
    ...result.labels.map(({ document, label, modelId, second }) => [
      document,
      label,
      modelId,
      ...(isPaired ? [second?.label ?? '', second?.modelId ?? ''] : []),
    ]),
  ];
  const review = [
    ['image', 'first', 'second', 'chosen'],
    ...result.disagreements.map(({ document, first, second }) => [document, first, second, '']),
  ];
  const errors = result.unlabelled.map((row) => `${JSON.stringify(row)}\n`).join('');
  return new Map([
    [files.labels, csv(labels)],
    [files.review, review.length > 1 ? csv(review) : undefined],
    [files.errors, errors === '' ? undefined : errors],
  ]);
}

/**
 * Before anything is paid: may the files of a run be written? Those that an earlier run wrote and nobody has changed since, may.
 * @throws InputError `output-exists`, `journal-invalid`
 */
export async function requireReplaceable(files: LabelFiles, options: Pick<WriteOptions, 'force'>): Promise<void> {
  const journal = await LabelJournal.open(files.journal);
  try {
    for (const file of [files.labels, files.review, files.errors]) await requireOwn(file, journal, options);
  } finally {
    await journal.close();
  }
}

/**
 * Writes the files of a run, each whole or not at all; one that there is nothing for any more is removed when it is ours.
 * @throws InputError `output-exists`, `journal-invalid`
 */
export async function writeLabels(result: LabelResult, files: LabelFiles, options: WriteOptions = {}): Promise<void> {
  const contents = renderLabelFiles(result, files, options);
  const journal = await LabelJournal.open(files.journal);
  try {
    for (const file of contents.keys()) await requireOwn(file, journal, options);
    for (const [file, content] of contents) {
      if (content === undefined) {
        await rm(file, { force: true });
        continue;
      }
      // Noted first: a run that is killed in between must not take its own file for another's.
      await journal.noteWritten(basename(file), sha256Hex(content));
      await writeFileAtomic(file, content);
    }
  } finally {
    await journal.close();
  }
}

async function requireOwn(
  file: string,
  journal: LabelJournal,
  { force = false }: Pick<WriteOptions, 'force'>,
): Promise<void> {
  if (force) return;
  const present = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (present === undefined || journal.hasWritten(basename(file), sha256Hex(present))) return;
  throw new InputError(
    'output-exists',
    `Expected a new file, and ${file} is there already, not as an earlier run wrote it.`,
    {
      remedy: 'Name another file, or move that one away; --force replaces it.',
    },
  );
}

/** RFC 4180. */
const csvCell = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
