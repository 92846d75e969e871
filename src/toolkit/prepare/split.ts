import { InputError } from '../errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { SplitName } from '../model/dataset.ts';

/** How many documents a split gets: a share of all documents, 0 to 1, or an exact number. */
export type SplitSize = { readonly fraction: number } | { readonly count: number };

export interface SplitOptions {
  readonly seed: number;
  readonly validation: SplitSize;
  readonly test: SplitSize;
}

export interface SplitCandidate {
  /** Unique. */
  readonly id: string;
  /** Split sizes are spread over strata in proportion; the class, or one stratum for all when labels are open. */
  readonly stratum: string;
  /** Documents of one group get the same split. Without a group a document stands alone. */
  readonly group?: string;
}

/** Documents that go together, with their place in the seeded order. */
interface Unit {
  readonly ids: readonly string[];
  readonly stratum: string;
  readonly order: string;
}

/**
 * Gives each document its split. Pure, and independent of the order of `documents`.
 *
 * Groups are put in an order by a seeded hash of their name; per stratum the first ones go to test, the next to validation, the rest to train.
 * So documents added later move only those near a border. Sizes are met to within half a group in total, and each stratum keeps
 * at least one group in train, even when that leaves a split smaller than asked for. A group with several classes counts to its most frequent one.
 *
 * @throws InputError `split-size-invalid`
 */
export function assignSplits(documents: readonly SplitCandidate[], options: SplitOptions): Map<string, SplitName> {
  const test = wantedCount('test', options.test, documents.length);
  const validation = wantedCount('validation', options.validation, documents.length);
  if (documents.length > 0 && test + validation >= documents.length) {
    const wanted = `${validation} validation and ${test} test documents`;
    throw new InputError(
      'split-size-invalid',
      `Expected at least one document left for training, but ${wanted} were asked of ${documents.length}.`,
      {
        remedy: 'Ask for smaller validation and test splits, or add documents.',
      },
    );
  }
  const strata = stratify(unitsOf(documents, options.seed));
  const splits = new Map<string, SplitName>();
  take(strata, test, 'test', splits);
  take(strata, validation, 'validation', splits);
  for (const units of strata) assign(units, 'train', splits);
  return splits;
}

function wantedCount(name: string, size: SplitSize, total: number): number {
  if ('count' in size) {
    if (Number.isSafeInteger(size.count) && size.count >= 0) return size.count;
    throw new InputError(
      'split-size-invalid',
      `Expected a whole number of ${name} documents, 0 or more, but got ${size.count}.`,
    );
  }
  if (size.fraction >= 0 && size.fraction < 1) return Math.round(size.fraction * total);
  throw new InputError(
    'split-size-invalid',
    `Expected the ${name} fraction to be 0 or more and less than 1, but got ${size.fraction}.`,
  );
}

function unitsOf(documents: readonly SplitCandidate[], seed: number): Unit[] {
  const members = new Map<string, SplitCandidate[]>();
  for (const document of documents) {
    // The prefix keeps a group and a lone document of the same name apart.
    const key = document.group === undefined ? `document:${document.id}` : `group:${document.group}`;
    const known = members.get(key);
    if (known === undefined) members.set(key, [document]);
    else known.push(document);
  }
  return [...members].map(([key, group]) => ({
    ids: group.map((document) => document.id),
    stratum: mostFrequent(group.map((document) => document.stratum)),
    order: sha256Hex(`${seed}\n${key}`),
  }));
}

/** The most frequent value; among equals the first by name. */
function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || compare(a, b));
  return ranked[0]?.[0] ?? '';
}

/** Units by stratum, strata by name, units in the seeded order. */
function stratify(units: readonly Unit[]): Unit[][] {
  const strata = new Map<string, Unit[]>();
  for (const unit of units) {
    const known = strata.get(unit.stratum);
    if (known === undefined) strata.set(unit.stratum, [unit]);
    else known.push(unit);
  }
  return [...strata]
    .sort(([a], [b]) => compare(a, b))
    .map(([, members]) => members.sort((a, b) => compare(a.order, b.order)));
}

/** Moves about `wanted` documents out of the strata into one split; the last unit of each stratum always stays. */
function take(strata: Unit[][], wanted: number, split: SplitName, splits: Map<string, SplitName>): void {
  const targets = apportion(wanted, strata.map(documentsToSpare));
  let owed = 0;
  strata.forEach((units, index) => {
    owed += targets[index] ?? 0;
    const staying: Unit[] = [];
    for (const unit of units.slice(0, -1)) {
      // Taking must bring the total closer to what is owed.
      if (unit.ids.length / 2 <= owed) {
        owed -= unit.ids.length;
        assign([unit], split, splits);
      } else {
        staying.push(unit);
      }
    }
    strata[index] = [...staying, ...units.slice(-1)];
  });
}

function documentsToSpare(units: readonly Unit[]): number {
  return units.slice(0, -1).reduce((sum, unit) => sum + unit.ids.length, 0);
}

/** Shares `wanted` out in proportion to `capacities` by largest remainder; sums to `wanted` unless the capacities are too small together. */
function apportion(wanted: number, capacities: readonly number[]): number[] {
  const total = capacities.reduce((sum, capacity) => sum + capacity, 0);
  if (total === 0) return capacities.map(() => 0);
  const exact = capacities.map((capacity) => (Math.min(wanted, total) * capacity) / total);
  const shares = exact.map(Math.floor);
  const missing = Math.min(wanted, total) - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

function assign(units: readonly Unit[], split: SplitName, splits: Map<string, SplitName>): void {
  for (const id of units.flatMap((unit) => unit.ids)) splits.set(id, split);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
