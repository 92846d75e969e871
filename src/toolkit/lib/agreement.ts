import type { Proportion } from '../model/scores.ts';
import { proportion, Z_95 } from './wilson.ts';

/** How far two labellers agree on the same documents. */
export interface Agreement {
  /** Documents that both gave a label, with the share they agree on and its 95 % interval. */
  readonly rate: Proportion;
  /** Cohen's kappa with its 95 % interval; absent when chance alone would make them agree on everything, e.g. with one label only. */
  readonly kappa?: { readonly value: number; readonly low: number; readonly high: number };
}

/** @param pairs first and second label of each document, already in the form in which they are compared. */
export function agreementOf(pairs: readonly (readonly [first: string, second: string])[]): Agreement {
  const agreed = pairs.filter(([first, second]) => first === second).length;
  const kappa = cohenKappa(pairs);
  return { rate: proportion(agreed, pairs.length), ...(kappa && { kappa }) };
}

/**
 * Cohen's kappa, agreement beyond chance: Cohen 1960, https://doi.org/10.1177/001316446002000104. The interval uses the large-sample variance of
 * Fleiss, Cohen and Everitt 1969, https://doi.org/10.1037/h0028106; with few documents it is too narrow.
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): Agreement['kappa'] {
  const n = pairs.length;
  const [rows, columns] = [countBy(pairs.map(([first]) => first)), countBy(pairs.map(([, second]) => second))];
  const row = (label: string) => (rows.get(label) ?? 0) / n;
  const column = (label: string) => (columns.get(label) ?? 0) / n;
  const observed = pairs.filter(([first, second]) => first === second).length / n;
  let chance = 0;
  for (const label of rows.keys()) chance += row(label) * column(label);
  if (n === 0 || 1 - chance < 1e-12) return undefined;
  const value = (observed - chance) / (1 - chance);
  let [same, different] = [0, 0];
  for (const [first, second] of pairs) {
    if (first === second) same += (1 - (row(first) + column(first)) * (1 - value)) ** 2 / n;
    else different += (column(first) + row(second)) ** 2 / n;
  }
  const spread = same + (1 - value) ** 2 * different - (value - chance * (1 - value)) ** 2;
  const half = (Z_95 * Math.sqrt(Math.max(0, spread) / n)) / (1 - chance);
  return { value, low: Math.max(-1, value - half), high: Math.min(1, value + half) };
}

function countBy(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
