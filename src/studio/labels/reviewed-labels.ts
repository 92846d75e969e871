import { readFile, stat } from 'node:fs/promises';
import { InputError, type LabelTable, labelTableOf, liesInside, readLabelTable } from '../../toolkit/index.ts';
import type { DocumentRow, LabelEdits } from '../api.ts';
import type { DocumentIndex } from '../documents/document-index.ts';
import type { RunFiles, RunRecord } from '../run/run-files.ts';
import { toCsv } from './to-csv.ts';

export interface ReviewedLabels {
  readonly csv: string;
  /** Documents whose label is another one now. */
  readonly changed: number;
  readonly rows: number;
}

/** Characters; a label is a class or a line off a page. */
const MAX_LABEL = 2000;
/** Bytes of a file of labels that is read to keep its columns. */
const MAX_TABLE = 64 * 1024 * 1024;

/**
 * The labels with the reviewer's edits, as a table: the file they came from with all its columns where that file lies below a root,
 * else `image` and `label`. Nothing is written.
 * @throws {InputError} `label-edit-invalid`
 */
export async function reviewedLabels(
  { edits }: LabelEdits,
  { rows, byId, facets }: DocumentIndex,
  files: RunFiles,
  roots: readonly string[],
): Promise<ReviewedLabels> {
  const labels = new Map<string, string>();
  for (const { document, label } of edits) {
    const row = byId.get(document);
    if (!row) throw invalid(`there is no document ${JSON.stringify(document)} in this run`);
    if (label.trim() === '' || label.length > MAX_LABEL) throw invalid(`the label of ${document} is empty or too long`);
    if (facets.classes && !facets.classes.includes(label)) {
      throw invalid(`${JSON.stringify(label)} of ${document} is none of the classes`);
    }
    if (row.label !== label) labels.set(document, label);
  }
  const table = (await sourceTable(rows, files, roots)) ?? labelTableOf(rows);
  const edited = table.rows.map((row) => [...row]);
  for (const [document, label] of labels) {
    for (const index of table.rowsOf.get(document) ?? []) edited[index]?.splice(table.labelColumn, 1, label);
  }
  return { csv: toCsv(table.header, edited), changed: labels.size, rows: edited.length };
}

async function sourceTable(
  rows: readonly DocumentRow[],
  files: RunFiles,
  roots: readonly string[],
): Promise<LabelTable | undefined> {
  const source = (await files.read<RunRecord>('run'))?.recipe?.source;
  if (source?.kind !== 'images-and-csv') return undefined;
  const inside = await Promise.all(roots.map((root) => liesInside(root, source.labels)));
  if (!inside.includes(true)) return undefined;
  const { size } = await stat(source.labels);
  if (size > MAX_TABLE) return undefined;
  const table = readLabelTable(await readFile(source.labels), rows, source.labelColumn);
  // A file that has changed since may lack documents of the run: then our own table is the whole one.
  return rows.every(({ id }) => table.rowsOf.has(id)) ? table : undefined;
}

const invalid = (why: string): InputError =>
  new InputError('label-edit-invalid', `Expected labels for documents of this run, but ${why}.`, {
    remedy: 'Nothing was written. Correct the label and save again.',
  });
