/** Numbers shorter than this are alike by chance too often. */
const LEAST_LENGTH = 7;
/** Numbers that agree but for one character, at most; beyond it they are numbers in sequence, not slips. */
const MOST_NEIGHBOURS = 40;

/**
 * Reads one number that stands on one page alone as the number of other pages that differs in one character (one more,
 * one less, another), when there is one: that is how a slip of the reader looks. Numbers that several pages agree on
 * stay apart, however alike: invoices are numbered in sequence.
 * Time and memory: linear in the characters of all numbers, by way of the forms with one character left out.
 * @param holders number → pages it stands on
 * @returns number → number it stands for, only where they differ
 */
export function settleSlips(holders: ReadonlyMap<string, readonly number[]>): Map<string, string> {
  const byForm = new Map<string, string[]>();
  const numbers = [...holders.keys()].filter((number) => number.length >= LEAST_LENGTH).sort();
  for (const number of numbers) {
    for (const form of shortened(number)) {
      const known = byForm.get(form);
      if (known === undefined) byForm.set(form, [number]);
      else if (known.length < MOST_NEIGHBOURS) known.push(number);
    }
  }
  const settled = new Map<string, string>();
  for (const number of numbers) {
    if (pagesOf(holders, number) > 1) continue;
    const neighbours = new Set([...shortened(number)].flatMap((form) => byForm.get(form) ?? []));
    const best = bestNeighbour(number, neighbours, holders);
    if (best !== undefined) settled.set(number, best);
  }
  return settled;
}

function pagesOf(holders: ReadonlyMap<string, readonly number[]>, number: string): number {
  return holders.get(number)?.length ?? 0;
}

/** The neighbour on most pages; among numbers on one page each the first by name, so that two slips meet in one. */
function bestNeighbour(
  number: string,
  neighbours: ReadonlySet<string>,
  holders: ReadonlyMap<string, readonly number[]>,
): string | undefined {
  const [own] = holders.get(number) ?? [];
  let best: string | undefined;
  for (const other of [...neighbours].sort()) {
    if (other === number || !differByOne(number, other)) continue;
    // Both on one page: two numbers, or one printed twice; nothing to learn about other pages.
    if (pagesOf(holders, other) === 1 && (holders.get(other)?.[0] === own || other > number)) continue;
    if (best === undefined || pagesOf(holders, other) > pagesOf(holders, best)) best = other;
  }
  return best;
}

/** The number itself and every form with one character left out. */
function shortened(number: string): Set<string> {
  const forms = Array.from({ length: number.length }, (_, at) => number.slice(0, at) + number.slice(at + 1));
  return new Set([number, ...forms]);
}

/** One more, one less, or another character in one place; not two characters exchanged. */
function differByOne(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
