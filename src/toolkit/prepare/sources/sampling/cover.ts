/** Something that can be taken whole: how many of each label it gives and what it costs. */
export interface CoverItem {
  /** By label, positive. */
  readonly counts: ReadonlyMap<number, number>;
  readonly cost: number;
  /** Decides between equals. */
  readonly rank: number;
}

/**
 * Chooses items that together give at least `quotas` of each label (all there are, where there are too few) at low cost.
 * Greedy on wanted rows per cost, then items that turned out to be superfluous are dropped, dearest first; so leaving out any one
 * chosen item would miss a quota. Finding the cheapest choice is NP-hard; greedy costs at most H(wanted rows) times as much
 * (Dobson 1982), in practice a few per cent more. O(n log n) for n items and few labels.
 *
 * @returns indexes into `items`, ascending
 */
export function coverQuotas(items: readonly CoverItem[], quotas: ReadonlyMap<number, number>): number[] {
  const missing = new Map(quotas);
  const heap = new ScoreHeap();
  items.forEach((item, index) => {
    const score = scoreOf(item, missing);
    if (score > 0) heap.push({ index, score, rank: item.rank });
  });
  const chosen: number[] = [];
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const item = items[top.index];
    const score = item === undefined ? 0 : scoreOf(item, missing);
    if (item === undefined || score === 0) continue;
    // Scores only fall; one that has fallen waits for its new turn.
    if (score < top.score) {
      heap.push({ ...top, score });
      continue;
    }
    chosen.push(top.index);
    for (const [label, count] of item.counts) missing.set(label, Math.max(0, (missing.get(label) ?? 0) - count));
  }
  return dropSuperfluous(items, quotas, chosen);
}

/** Wanted rows per cost. */
function scoreOf(item: CoverItem, missing: ReadonlyMap<number, number>): number {
  let gain = 0;
  for (const [label, count] of item.counts) gain += Math.min(count, missing.get(label) ?? 0);
  return gain / Math.max(1, item.cost);
}

function dropSuperfluous(items: readonly CoverItem[], quotas: ReadonlyMap<number, number>, chosen: readonly number[]) {
  const got = new Map<number, number>();
  const all = new Map<number, number>();
  const add = (sums: Map<number, number>, item: CoverItem | undefined, sign: 1 | -1) => {
    for (const [label, count] of item?.counts ?? []) sums.set(label, (sums.get(label) ?? 0) + sign * count);
  };
  for (const item of items) add(all, item, 1);
  for (const index of chosen) add(got, items[index], 1);
  const kept = new Set(chosen);
  const dearestFirst = [...chosen].sort((a, b) => (items[b]?.cost ?? 0) - (items[a]?.cost ?? 0) || b - a);
  for (const index of dearestFirst) {
    add(got, items[index], -1);
    const needed = [...(items[index]?.counts.keys() ?? [])].some(
      (label) => (got.get(label) ?? 0) < Math.min(quotas.get(label) ?? 0, all.get(label) ?? 0),
    );
    if (needed) add(got, items[index], 1);
    else kept.delete(index);
  }
  return [...kept].sort((a, b) => a - b);
}

interface Scored {
  readonly index: number;
  readonly score: number;
  readonly rank: number;
}

/** Binary heap: highest score first, then lowest rank. */
class ScoreHeap {
  readonly #nodes: Scored[] = [];

  push(node: Scored): void {
    this.#nodes.push(node);
    let at = this.#nodes.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): Scored | undefined {
    const [top] = this.#nodes;
    const last = this.#nodes.pop();
    if (last === undefined || this.#nodes.length === 0) return top;
    this.#nodes[0] = last;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#before(right, left) ? right : left;
      if (!this.#before(child, at)) return top;
      this.#swap(at, child);
      at = child;
    }
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#nodes[a], this.#nodes[b]];
    if (one === undefined || other === undefined) return one !== undefined;
    return one.score > other.score || (one.score === other.score && one.rank < other.rank);
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#nodes[a], this.#nodes[b]];
    if (one === undefined || other === undefined) return;
    this.#nodes[a] = other;
    this.#nodes[b] = one;
  }
}
