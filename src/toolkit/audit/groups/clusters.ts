/** Two documents found to go together, by index, and how sure that is, 0 to 1. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly likeness: number;
}

/** Members of a cluster that speak for it when two clusters might be one. */
const SPEAKERS = 6;
/** Share of the pairs of speakers that must be alike. */
const AGREEING = 0.5;

/**
 * Clusters documents, the surest edges first. Two clusters become one only when at least half of the pairs between
 * them are alike: one misread number that links a page to another paper does not chain two papers together.
 * The same edges give the same clusters in any order. At most 36 comparisons an edge.
 * @param alike whether two documents go together; asked for pairs without an edge too
 * @returns clusters of two and more, members ascending, by their first member
 */
export function cluster(
  count: number,
  edges: readonly Edge[],
  alike: (a: number, b: number) => boolean,
): readonly (readonly number[])[] {
  const clusterOf = Array.from({ length: count }, (_, index) => [index]);
  const ordered = edges.toSorted((one, other) => other.likeness - one.likeness || one.a - other.a || one.b - other.b);
  for (const { a, b } of ordered) {
    const [left, right] = [clusterOf[a], clusterOf[b]];
    if (left === undefined || right === undefined || left === right || !agree(left, right, alike)) continue;
    const [large, small] = left.length >= right.length ? [left, right] : [right, left];
    for (const member of small) {
      large.push(member);
      clusterOf[member] = large;
    }
  }
  return [...new Set(clusterOf)]
    .filter((members) => members.length > 1)
    .map((members) => members.toSorted((a, b) => a - b));
}

function agree(left: readonly number[], right: readonly number[], alike: (a: number, b: number) => boolean): boolean {
  const [some, others] = [speakers(left), speakers(right)];
  const agreeing = some.reduce((sum, a) => sum + others.filter((b) => alike(a, b)).length, 0);
  return agreeing >= AGREEING * some.length * others.length;
}

/** Spread evenly over the members by their number, whatever order they came in. */
function speakers(members: readonly number[]): readonly number[] {
  if (members.length <= SPEAKERS) return members;
  const sorted = members.toSorted((a, b) => a - b);
  return Array.from({ length: SPEAKERS }, (_, at) => sorted[Math.floor((at * sorted.length) / SPEAKERS)] ?? 0);
}
