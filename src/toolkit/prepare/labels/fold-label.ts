import { distance } from 'fastest-levenshtein';

/** What is left of a label when spelling does not matter: letters and digits, in lower case, full-width forms made half-width. */
export function foldLabel(label: string): string {
  return label
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Most edits between two spellings of one name. */
const MAX_EDITS = 2;

/**
 * The name that a label was probably meant to be: the same after folding, or at most two edits away and at least half alike.
 * Undefined when none is, or when several are equally near.
 */
export function nearestName(label: string, names: readonly string[]): string | undefined {
  const folded = foldLabel(label);
  const near = names
    .filter((name) => name !== label)
    .map((name) => ({ name, edits: editsBetween(folded, foldLabel(name)) }))
    .filter(({ edits }) => edits !== undefined)
    .sort((a, b) => (a.edits ?? 0) - (b.edits ?? 0));
  const [first, second] = near;
  return first === undefined || first.edits === second?.edits ? undefined : first.name;
}

function editsBetween(a: string, b: string): number | undefined {
  if (a === b) return 0;
  const edits = distance(a, b);
  return edits <= MAX_EDITS && edits * 2 <= Math.min(a.length, b.length) ? edits : undefined;
}
