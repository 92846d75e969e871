import { normalizeText } from '../../../pages/index.ts';
import { isRawJson } from '../answers/answer-form.ts';
import type { Head, KnownAnswer } from '../heads/head.ts';
import type { ListedClass } from '../zero-shot/class-list.ts';

/** What is known about one answer field over the examples of a group. */
export interface FieldTally {
  count: number;
  /** Examples whose answer stands on the page. */
  foundCount: number;
  readonly valueCounts: Map<string, number>;
}

export interface HeadPlan {
  readonly kind: Head['kind'];
  readonly labels: readonly string[];
  readonly known: readonly KnownAnswer[];
  readonly isRawJson: boolean;
  /** One sentence for people. */
  readonly note: string;
}

/** An answer at least this similar to a span stands on the page. */
export const FOUND_SIMILARITY = 0.75;
const MIN_FOUND_SHARE = 0.4;
const MIN_LISTED_SHARE = 0.8;
/** Fewer distinct answers than this share of the examples are a closed set. */
const MAX_CLOSED_SHARE = 1 / 3;
/** Answers beyond the commonest are left out of one head. */
const MAX_LABELS = 1000;
const MAX_KNOWN = 2000;

/** Decides how a field is answered: by a label, by a text on the page, or by the most similar example. */
export function planHead(field: string, tally: FieldTally, classes: readonly ListedClass[]): HeadPlan {
  const known = [...tally.valueCounts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
  const listed = matchingClasses(known, classes);
  const kind = headKind(tally, known.length, listed.size, classes.length);
  const labels = kind === 'span' ? [] : headLabels(kind, known, classes, listed);
  const rawJsonCount = known.filter(({ text }) => isRawJson(text)).reduce((sum, { count }) => sum + count, 0);
  const name = field === '' ? 'the answer' : `field ${JSON.stringify(field)}`;
  const note = `${name}: ${known.length} distinct values in ${tally.count} examples, ${tally.foundCount} of them found on the page; answered by ${HOW[kind]}`;
  return { kind, labels, known: known.slice(0, MAX_KNOWN), isRawJson: rawJsonCount * 2 > tally.count, note };
}

const HOW: Readonly<Record<Head['kind'], string>> = {
  label: 'choosing a label',
  span: 'choosing a text on the page',
  nearest: 'the most similar example',
};

function headKind(tally: FieldTally, distinct: number, listed: number, classCount: number): Head['kind'] {
  if (classCount > 1 && listed >= MIN_LISTED_SHARE * distinct) return 'label';
  if (tally.foundCount >= MIN_FOUND_SHARE * tally.count) return 'span';
  return distinct <= Math.max(2, tally.count * MAX_CLOSED_SHARE) ? 'label' : 'nearest';
}

/** Training answers that name a listed class, by the class's index; spelt as the answers spell it. */
function matchingClasses(known: readonly KnownAnswer[], classes: readonly ListedClass[]): Map<number, string> {
  const answers = new Map(known.toReversed().map(({ text }) => [normalizeText(text), text]));
  const matches = classes.flatMap(({ label }, c): [number, string][] => {
    const answer = answers.get(normalizeText(label));
    return answer === undefined ? [] : [[c, answer]];
  });
  return new Map(matches);
}

/** Listed classes first, in the prompt's order: also those without an example, which the base model may still choose. */
function headLabels(
  kind: Head['kind'],
  known: readonly KnownAnswer[],
  classes: readonly ListedClass[],
  listed: ReadonlyMap<number, string>,
): string[] {
  const fromPrompt = kind === 'label' && listed.size > 0 ? classes.map(({ label }, c) => listed.get(c) ?? label) : [];
  return [...new Set([...fromPrompt, ...known.map(({ text }) => text)])].slice(0, MAX_LABELS);
}
