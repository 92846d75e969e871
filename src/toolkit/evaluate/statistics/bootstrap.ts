import { quantile } from '../../lib/quantile.ts';
import { Z_95 } from '../../lib/wilson.ts';
import type { Estimate } from '../../model/scores.ts';
import { expandedTail } from './expanded-tail.ts';
import { seededRandom } from './random.ts';
import type { Units } from './units.ts';

/** How often each document was drawn. */
export type Weights = Uint32Array;

/** A number that is to be estimated, with the least and greatest value it can take. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Units that say something about the number. Default: all. */
  readonly units?: number;
}
export const SHARE: Bounds = { least: 0, most: 1 };

/** Enough for two stable digits of a 95 % interval; half of it for large sets, whose intervals are narrow. */
const RESAMPLES = 2000;
const RESAMPLES_OF_MANY = 1000;
const MANY = 5000;
const SEED = 20_260_101;

/**
 * Estimates several numbers over the same documents, each with its 95 % percentile interval (Efron 1979, https://doi.org/10.1214/aos/1176344552),
 * widened for few units (`expandedTail`). Units are drawn with replacement, so documents of a group stay together (cluster bootstrap: Davison &
 * Hinkley 1997, § 3.8). Seeded: the same documents give the same interval.
 *
 * Resampling sees no spread where every document agrees: a number at one of its bounds gets the width that Wilson's interval has for as many units.
 * Memory: two numbers per document, one per resample and number. Time: documents × resamples, about a second for 20,000.
 *
 * @param statistic numbers by how often each document counts; NaN when they cannot be told, such resamples are left out.
 */
export function bootstrap<Name extends string>(
  units: Units,
  statistic: (weights: Weights) => Readonly<Record<Name, number>>,
  bounds: Readonly<Record<Name, Bounds>>,
): Record<Name, Estimate> {
  const total = units.reduce((sum, { length }) => sum + length, 0);
  const names = Object.keys(bounds) as Name[];
  const values = statistic(new Uint32Array(total).fill(1));
  const draws = drawAll(units, total, statistic, names);
  const estimates = names.map((name) => {
    const value = values[name];
    return [name, { ...intervalOf(value, draws[name], bounds[name], units.length), total }] as const;
  });
  return Object.fromEntries(estimates) as Record<Name, Estimate>;
}

function drawAll<Name extends string>(
  units: Units,
  total: number,
  statistic: (weights: Weights) => Readonly<Record<Name, number>>,
  names: readonly Name[],
): Record<Name, number[]> {
  const random = seededRandom(SEED);
  const weights = new Uint32Array(total);
  const draws = Object.fromEntries(names.map((name) => [name, [] as number[]])) as unknown as Record<Name, number[]>;
  const rounds = units.length < 2 ? 0 : total > MANY ? RESAMPLES_OF_MANY : RESAMPLES;
  for (let round = 0; round < rounds; round += 1) {
    weights.fill(0);
    for (let drawn = 0; drawn < units.length; drawn += 1) {
      for (const index of units[Math.floor(random() * units.length)] ?? []) weights[index] = (weights[index] ?? 0) + 1;
    }
    const drawn = statistic(weights);
    for (const name of names) if (!Number.isNaN(drawn[name])) draws[name].push(drawn[name]);
  }
  return draws;
}

function intervalOf(
  value: number,
  draws: readonly number[],
  { least, most, units: informative }: Bounds,
  allUnits: number,
): Omit<Estimate, 'total'> {
  if (Number.isNaN(value)) return { value: 0, low: least, high: most };
  const tail = expandedTail(allUnits);
  const low = quantile(draws, tail) ?? least;
  const high = quantile(draws, 1 - tail) ?? most;
  const units = informative ?? allUnits;
  const reach = (Math.min(most, 1) - least) * (Z_95 ** 2 / (units + Z_95 ** 2));
  return {
    value,
    low: value >= most ? Math.min(low, most - reach) : Math.min(low, value),
    high: value <= least ? Math.max(high, least + reach) : Math.max(high, value),
  };
}

/** Mean of numbers by how often each counts. NaN when nothing counts. */
export function weightedMean(values: readonly number[], weights: Weights): number {
  let [sum, count] = [0, 0];
  for (const [index, value] of values.entries()) {
    const weight = weights[index] ?? 0;
    sum += weight * value;
    count += weight;
  }
  return count === 0 ? Number.NaN : sum / count;
}
