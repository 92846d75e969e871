import { type Layout, layoutOf, normalizeText, type Page, type Span } from '../../pages/index.ts';
import { type DenseBlocks, denseBlocks } from './features/dense-blocks.ts';
import { spanFeatures } from './features/span-features.ts';
import { type SparseRows, type SparseVector, stackRows } from './features/sparse.ts';
import { pagesTextVector, plainTextVector } from './features/text-features.ts';
import type { StandInQuestion } from './stand-in.ts';
import { StandInError } from './stand-in-error.ts';
import { type ListedClass, listedClasses } from './zero-shot/class-list.ts';
import { classScores, textClassScores } from './zero-shot/class-scores.ts';
import { fieldHint, PromptWords } from './zero-shot/prompt-words.ts';
import { spanScores } from './zero-shot/span-scores.ts';

/** What label heads read of a question. */
export interface QuestionFeatures {
  readonly text: SparseVector;
  readonly dense: DenseBlocks;
}

/** The candidate spans of all pages of a question, one after the other. */
export interface QuestionSpans {
  readonly layouts: readonly Layout[];
  readonly spans: readonly Span[];
  readonly rows: SparseRows;
}

export function questionFeatures({ prompt, pages }: StandInQuestion): QuestionFeatures {
  const text = pages.length === 0 ? plainTextVector(prompt) : pagesTextVector(pages);
  return { text, dense: denseBlocks(pages) };
}

export function questionSpans(pages: readonly Page[]): QuestionSpans {
  const layouts = pages.map(layoutOf);
  const spans = layouts.flatMap((layout) => layout.spans);
  const perPage = layouts.map(spanFeatures);
  const rows = perPage.flatMap(splitRows);
  return { layouts, spans, rows: perPage.length === 1 && perPage[0] !== undefined ? perPage[0] : stackRows(rows) };
}

function splitRows({ starts, indexes, values }: SparseRows): SparseVector[] {
  return Array.from(starts.subarray(1), (end, r) => ({
    indexes: indexes.subarray(starts[r], end),
    values: values.subarray(starts[r], end),
  }));
}

/** Zero-shot scores of the spans of all pages. */
export function questionSpanScores(words: PromptWords, layouts: readonly Layout[]): Float32Array {
  return Float32Array.from(layouts.flatMap((layout) => [...spanScores(words, layout)]));
}

/** The words by which a field's value is looked for. */
export function questionWords({ system, prompt }: StandInQuestion, field: string): PromptWords {
  return new PromptWords(fieldHint(prompt.trim() === '' ? system : prompt, field));
}

/** The classes that the prompt lists, else the system text. */
export function questionClasses({ system, prompt }: StandInQuestion): ListedClass[] {
  const listed = listedClasses(prompt);
  return listed.length > 0 ? listed : listedClasses(system);
}

export function questionClassScores({ prompt, pages }: StandInQuestion, classes: readonly ListedClass[]): Float32Array {
  return pages.length === 0 ? textClassScores(classes, prompt) : classScores(classes, pages);
}

/**
 * The version that all pages share; '' without pages.
 * @throws {StandInError} `STAND_IN_PAGES` when they differ from one another or from `expected`.
 */
export function checkedPageVersion(pages: readonly Page[], expected = ''): string {
  let version = expected;
  for (const page of pages) {
    if (version === '') version = page.version;
    if (page.version === version) continue;
    const message = `Expected pages of reader version ${version}, got ${page.version}. Read the pages again, or train again.`;
    throw new StandInError('STAND_IN_PAGES', message);
  }
  return version;
}

/** For each label the index of the listed class of that name, -1 for a label that is not listed. */
export function classIndexes(labels: readonly string[], classes: readonly ListedClass[]): Int32Array {
  const indexByName = new Map(classes.map((entry, c) => [normalizeText(entry.label), c]));
  return Int32Array.from(labels, (label) => indexByName.get(normalizeText(label)) ?? -1);
}

/** Brings the scores of listed classes into the order of a head's labels; 0 for a label that is not listed. */
export function scoresByLabel(indexes: Int32Array, scores: Float32Array): Float32Array {
  return Float32Array.from(indexes, (c) => scores[c] ?? 0);
}
