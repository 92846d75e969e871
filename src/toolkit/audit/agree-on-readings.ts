import { normalizeText, textSimilarity } from '../../pages/index.ts';
import type { PageField } from './fields/page-fields.ts';
import type { FieldReading } from './rule.ts';

/** Readings at least this alike may be one text that the reader saw differently: one wrong character in six. */
const LEAST_ALIKE = 0.82;
/** A spelling replaces a like one when so many times more pages have it: one slip in a few pages is common, three are not. */
const CLEARLY_MORE = 3;

interface Spelling {
  readonly text: string;
  readonly normalized: string;
  count: number;
  confidence: number;
}

/**
 * Settles each page's reading of the wanted field with the other pages of the set: a reader slips here and there, but the same
 * name stands on many pages, and photos of one page show one text.
 * @param groups indexes of documents that show the same page
 * @returns one reading per field, in order; for a page without one, that of its group
 */
export function agreeOnReadings(
  fields: readonly (PageField | undefined)[],
  groups: readonly (readonly number[])[],
): (FieldReading | undefined)[] {
  const spellings = countSpellings(fields);
  const agreed = new Map(
    [...spellings.values()].map((spelling) => [spelling.normalized, moreCommon(spelling, spellings)]),
  );
  const own = fields.map((field) => (field === undefined ? undefined : agreed.get(normalizeText(field.value))));
  const settled = [...own];
  for (const group of groups) {
    const most = mostCommonIn(group.flatMap((index) => own[index] ?? []));
    if (most === undefined) continue;
    for (const index of group) {
      const mine = own[index];
      if (mine === undefined || textSimilarity(mine.text, most.text) >= LEAST_ALIKE) settled[index] = most;
    }
  }
  return settled.map((spelling) =>
    spelling === undefined
      ? undefined
      : { text: spelling.text, readings: spelling.count, confidence: spelling.confidence },
  );
}

function countSpellings(fields: readonly (PageField | undefined)[]): Map<string, Spelling> {
  const spellings = new Map<string, Spelling>();
  for (const field of fields) {
    const normalized = normalizeText(field?.value ?? '');
    if (field === undefined || normalized === '') continue;
    const known = spellings.get(normalized);
    if (known === undefined) {
      spellings.set(normalized, { text: field.value, normalized, count: 1, confidence: field.confidence });
    } else {
      known.count++;
      known.confidence = Math.max(known.confidence, field.confidence);
    }
  }
  return spellings;
}

function moreCommon(spelling: Spelling, spellings: ReadonlyMap<string, Spelling>): Spelling {
  let best = spelling;
  for (const other of spellings.values()) {
    if (other.count < CLEARLY_MORE * spelling.count || other.count <= best.count) continue;
    if (textSimilarity(spelling.normalized, other.normalized) >= LEAST_ALIKE) best = other;
  }
  return best;
}

/** The spelling that most members have; undefined when there is none or two are equally common. */
function mostCommonIn(members: readonly Spelling[]): Spelling | undefined {
  const counts = new Map<Spelling, number>();
  for (const member of members) counts.set(member, (counts.get(member) ?? 0) + 1);
  const [first, second] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return first !== undefined && (second === undefined || first[1] > second[1]) ? first[0] : undefined;
}
