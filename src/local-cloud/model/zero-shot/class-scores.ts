import { type Layout, layoutOf, normalizeText, type Page } from '../../../pages/index.ts';
import { CLASS_CUES, canonicalClass } from './class-cues.ts';
import type { ListedClass } from './class-list.ts';
import { layoutCues } from './layout-cues.ts';

/** What a cue is worth below the first rows of a page. */
const BODY_WEIGHT = 0.7;
const HEAD_ROWS = 8;
/** Words of a description that say nothing about a document. */
const EMPTY_WORDS = new Set(
  'document documents with from used that this organized other containing primarily rather than information'.split(' '),
);

/** A page's text, arranged for the cues. */
interface PageText {
  readonly head: string;
  readonly body: string;
}

/** Zero-shot points of each class over the pages' words and look; higher is likelier. Averaged over the pages. */
export function classScores(classes: readonly ListedClass[], pages: readonly Page[]): Float32Array {
  const scores = new Float32Array(classes.length);
  for (const page of pages) {
    const layout = layoutOf(page);
    const text = pageText(page, layout);
    const cues = layoutCues(page, layout);
    classes.forEach((entry, c) => {
      const points = (cues[canonicalClass(entry.label)] ?? 0) + wordPoints(entry, text);
      scores[c] = (scores[c] ?? 0) + points / pages.length;
    });
  }
  return scores;
}

/** The same for a text without pages. */
export function textClassScores(classes: readonly ListedClass[], text: string): Float32Array {
  return Float32Array.from(classes, (entry) => wordPoints(entry, { head: text, body: text }));
}

function pageText(page: Page, layout: Layout): PageText {
  const rows = layout.rows.map((row) => row.map((box) => box.folded).join(' '));
  const lines = page.lines.map((line) => line.text.normalize('NFKC'));
  return { head: rows.slice(0, HEAD_ROWS).join('\n'), body: [...rows, ...lines].join('\n') };
}

function wordPoints({ label, description }: ListedClass, text: PageText): number {
  const cues = CLASS_CUES[canonicalClass(label)];
  let points = 0;
  for (const cue of cues ?? []) {
    if (cue.pattern.test(text.head)) points += cue.points;
    else if (cue.pattern.test(text.body)) points += cue.points * BODY_WEIGHT;
  }
  const name = normalizeText(label);
  const isTelling = name.length > 3 || /[\u3400-\u9fff]{2}/.test(name);
  if (isTelling && normalizeText(text.head).includes(name)) points += 1;
  return cues === undefined ? points + descriptionPoints(description, text) : points;
}

function descriptionPoints(description: string, text: PageText): number {
  const body = text.body.toLowerCase();
  const words = new Set(description.toLowerCase().match(/[a-z]{4,}|[\u3400-\u9fff]{2}/g) ?? []);
  return [...words].filter((word) => !EMPTY_WORDS.has(word) && body.includes(word)).length * 0.5;
}
