import type { Outcome, Scores } from '../../model/scores.ts';
import { clip } from './clip.ts';
import {
  CHANGES,
  type Change,
  type DocumentGroup,
  type ReportExample,
  type ReportedAnswer,
} from './report-document.ts';

/** Documents with a picture, and those that follow in a table: enough to see what happened, few enough to open quickly. */
const MOST: Readonly<Record<Change, { readonly cards: number; readonly rows: number }>> = {
  broken: { cards: 24, rows: 200 },
  fixed: { cards: 24, rows: 200 },
  'still-wrong': { cards: 24, rows: 200 },
  wrong: { cards: 24, rows: 200 },
  'still-right': { cards: 6, rows: 0 },
  right: { cards: 6, rows: 0 },
};
/** Characters of a name, a truth or an answer that are shown. */
const LONGEST = 200;

interface Pair {
  readonly before?: Outcome;
  readonly after?: Outcome;
}

/** What became of each document: counts, and the ones worth a look, the worst first. Documents that only one of two models was asked about do not count. */
export function groupDocuments(
  base: Scores | undefined,
  tuned: Scores | undefined,
  images: ReadonlyMap<string, string>,
): DocumentGroup[] {
  const groups = new Map<Change, Pair[]>(CHANGES.map((change) => [change, []]));
  for (const pair of pairsOf(base, tuned)) groups.get(changeOf(pair))?.push(pair);
  return [...groups].flatMap(([change, pairs]) => {
    if (pairs.length === 0) return [];
    const { cards, rows } = MOST[change];
    const shown = worstFirst(pairs)
      .slice(0, cards + rows)
      .map((pair) => exampleOf(pair, images));
    return [{ change, count: pairs.length, cards: shown.slice(0, cards), rows: shown.slice(cards) }];
  });
}

function pairsOf(base: Scores | undefined, tuned: Scores | undefined): Pair[] {
  if (!base || !tuned) {
    const only = (base ?? tuned)?.outcomes ?? [];
    return only.map((outcome) => (base ? { before: outcome } : { after: outcome }));
  }
  const earlier = new Map(base.outcomes.map((outcome) => [outcome.document, outcome]));
  return tuned.outcomes.flatMap((after) => {
    const before = earlier.get(after.document);
    return before ? [{ before, after }] : [];
  });
}

function changeOf({ before, after }: Pair): Change {
  const [was, is] = [before?.status === 'correct', after?.status === 'correct'];
  if (!before || !after) return was || is ? 'right' : 'wrong';
  if (was) return is ? 'still-right' : 'broken';
  return is ? 'fixed' : 'still-wrong';
}

/** No answer, then none that could be read, then the least like the truth; what the tuned model said counts first. */
function worstFirst(pairs: readonly Pair[]): Pair[] {
  const rank = { missing: 0, unreadable: 1, wrong: 2, correct: 3 } as const;
  const badness = (outcome: Outcome | undefined) =>
    outcome ? rank[outcome.status] + (outcome.similarity ?? 0) : Number.POSITIVE_INFINITY;
  const keyed = pairs.map((pair) => ({ pair, after: badness(pair.after), before: badness(pair.before) }));
  return keyed
    .sort((a, b) => compareNumbers(a.after, b.after) || compareNumbers(a.before, b.before))
    .map(({ pair }) => pair);
}

/** Also of infinite ones. */
const compareNumbers = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

function exampleOf({ before, after }: Pair, images: ReadonlyMap<string, string>): ReportExample {
  const { document = '', truth = '', group = before?.group } = after ?? before ?? {};
  const image = images.get(document);
  return {
    document: clip(document, LONGEST),
    ...(group !== undefined && { group: clip(group, LONGEST) }),
    truth: clip(truth, LONGEST),
    ...(before && { base: answerOf(before) }),
    ...(after && { tuned: answerOf(after) }),
    ...(image !== undefined && { image }),
  };
}

function answerOf({ status, predicted, answer, similarity }: Outcome): ReportedAnswer {
  const text = predicted ?? answer;
  return {
    status,
    ...(text !== undefined && { text: clip(text, LONGEST) }),
    ...(similarity !== undefined && { similarity }),
  };
}
