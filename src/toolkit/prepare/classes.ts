import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { InputError } from '../errors.ts';
import type { DocumentClass } from '../model/task.ts';
import { foldLabel } from './labels/fold-label.ts';

/** The data set's own misspelling, or the English word. Answers must be spelt as the labels are. */
export type AdvertisementSpelling = 'advertissement' | 'advertisement';

/** The 16 classes of RVL-CDIP in the order of its label numbers, with descriptions of our own. */
export function rvlCdipClasses(spelling: AdvertisementSpelling = 'advertisement'): readonly DocumentClass[] {
  return RVL_CDIP.map(([name, description]) => ({ name: name === 'advertisement' ? spelling : name, description }));
}

/** Classes of these names, in this order: with our own descriptions where the name is one of RVL-CDIP in any spelling, else with none. */
export function classesNamed(names: readonly string[]): readonly DocumentClass[] {
  const known = new Map(RVL_CDIP.map(([name, description]) => [foldLabel(name), description]));
  known.set(foldLabel('advertissement'), known.get('advertisement') ?? '');
  return names.map((name) => ({ name, description: known.get(foldLabel(name)) ?? '' }));
}

const RVL_CDIP: readonly (readonly [name: string, description: string])[] = [
  ['letter', 'Correspondence on letterhead with an address, a salutation and a signature'],
  ['form', 'Printed fields, boxes or lines that somebody fills in'],
  ['email', 'Printed electronic mail with sender, recipient, date and subject lines'],
  ['handwritten', 'Page written mostly by hand, such as notes or a personal letter'],
  ['advertisement', 'Promotion of a product or brand with slogans and large pictures'],
  ['scientific_report', 'Internal or technical account of research with results, tables or figures'],
  [
    'scientific_publication',
    'Paper printed in a journal or proceedings with authors, abstract, columns and references',
  ],
  ['specification', 'Technical data sheet that states the properties or requirements of a product or material'],
  ['file_folder', 'Cover, tab or label of a folder, mostly empty with a few words'],
  ['news_article', 'Cutting from a newspaper or magazine with a headline and columns'],
  ['budget', 'Planned or actual amounts of money by item and period, mostly figures in a table'],
  ['invoice', 'Bill from a seller to a buyer with items, amounts and a total to pay'],
  ['presentation', 'Slide or overhead with a title and few short points or a chart'],
  ['questionnaire', 'Survey with numbered questions and answers to choose from'],
  ['resume', "Summary of one person's education, positions and publications"],
  ['memo', 'Short internal message with to, from, date and subject, without address or salutation'],
];

const CLASSES = z.array(z.strictObject({ name: z.string().trim().min(1), description: z.string().trim() })).min(1);

/**
 * Reads a closed set of classes from a file: CSV with the columns `name,description`, or JSON, either a list of
 * `{name, description}` or an object of names to descriptions. UTF-8, a byte order mark is ignored.
 *
 * @throws InputError `classes-file-invalid`
 */
export async function readClasses(file: string): Promise<readonly DocumentClass[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InputError('classes-file-invalid', `Expected a classes file at ${file}, but it cannot be read.`, {
      cause,
    });
  });
  const parsed = CLASSES.safeParse(parseClasses(text.replace(/^\uFEFF/, ''), file));
  if (!parsed.success) throw invalid(file, z.prettifyError(parsed.error));
  const repeated = parsed.data.find(
    (one, index) => parsed.data.findIndex((other) => other.name === one.name) !== index,
  );
  if (repeated !== undefined) throw invalid(file, `the class ${JSON.stringify(repeated.name)} is listed twice`);
  return parsed.data;
}

function parseClasses(text: string, file: string): unknown {
  try {
    if (extname(file).toLowerCase() !== '.json')
      return parse(text, { columns: true, trim: true, skip_empty_lines: true });
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
    return Object.entries(value).map(([name, description]) => ({ name, description }));
  } catch (cause) {
    if (!(cause instanceof CsvError || cause instanceof SyntaxError)) throw cause;
    throw invalid(file, cause.message, cause);
  }
}

function invalid(file: string, reason: string, cause?: unknown): InputError {
  return new InputError(
    'classes-file-invalid',
    `Expected classes with a name and a description in ${file}, but ${reason}.`,
    {
      remedy: 'Use CSV with the header name,description, or JSON.',
      cause,
    },
  );
}
