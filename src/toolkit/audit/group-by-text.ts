import { normalizeText, type Page } from '../../pages/index.ts';

/** Runs of letters and figures at least this long are numbers of one paper: invoice, account, reference. */
const NUMBER = /[a-z]*\d[a-z\d]{5,}/giu;
/** Whole lines at least this long tell pages apart when there are no numbers. */
const LONG_LINE = 14;
/** Two photos of one page share this much of their rare text, weighed by rarity. Two pages of one form share a third at most. */
const SAME_PAGE = 0.5;
/** Text on more pages than this share of the set belongs to the form, not to the page. */
const COMMON = 0.5;
/** Pages compared through one piece of text; beyond it, the text is too common to mean anything. */
const MOST_PAGES = 200;

/**
 * Groups pages by the rare text on them: numbers and long lines, each weighed by how few pages have it.
 * Photos of one page from other angles come together; other pages of the same form do not.
 * Time and memory: linear in pages × texts, pairs only through shared rare text.
 * @returns indexes; groups of two and more
 */
export function groupByText(pages: readonly (Page | undefined)[]): number[][] {
  const texts = pages.map((page) => (page === undefined ? new Set<string>() : rareTexts(page)));
  const holders = new Map<string, number[]>();
  texts.forEach((set, index) => {
    for (const text of set) holders.set(text, [...(holders.get(text) ?? []), index]);
  });
  const weightOf = (text: string): number => {
    const count = holders.get(text)?.length ?? 0;
    return count <= Math.max(2, COMMON * pages.length) ? Math.log((pages.length + 1) / count) : 0;
  };
  const weights = texts.map((set) => [...set].reduce((sum, text) => sum + weightOf(text), 0));
  const shared = new Map<number, number>();
  for (const [text, indexes] of holders) {
    if (indexes.length < 2 || indexes.length > MOST_PAGES) continue;
    addPairs(shared, indexes, weightOf(text), pages.length);
  }
  const parent = pages.map((_, index) => index);
  for (const [pair, weight] of shared) {
    const [a, b] = [Math.floor(pair / pages.length), pair % pages.length];
    if (weight >= SAME_PAGE * Math.min(weights[a] ?? 0, weights[b] ?? 0)) parent[root(parent, a)] = root(parent, b);
  }
  const groups = new Map<number, number[]>();
  for (const index of pages.keys()) {
    const members = groups.get(root(parent, index));
    if (members === undefined) groups.set(root(parent, index), [index]);
    else members.push(index);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function rareTexts(page: Page): Set<string> {
  const texts = page.lines.flatMap(({ text }) => {
    const normalized = normalizeText(text);
    return [...(normalized.match(NUMBER) ?? []), ...(normalized.length >= LONG_LINE ? [normalized] : [])];
  });
  return new Set(texts);
}

function addPairs(shared: Map<number, number>, indexes: readonly number[], weight: number, count: number): void {
  indexes.forEach((a, at) => {
    for (const b of indexes.slice(at + 1)) shared.set(a * count + b, (shared.get(a * count + b) ?? 0) + weight);
  });
}

function root(parent: number[], index: number): number {
  let at = index;
  while (parent[at] !== undefined && parent[at] !== at) at = parent[at] ?? at;
  parent[index] = at;
  return at;
}
