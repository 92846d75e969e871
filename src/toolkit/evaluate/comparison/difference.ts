import type { Comparison } from '../../model/scores.ts';
import { type Bounds, bootstrap, weightedMean } from '../statistics/bootstrap.ts';
import { documentsNeeded } from '../statistics/documents-needed.ts';
import { groupSignsTest } from '../statistics/group-signs.ts';
import { mcnemarExact } from '../statistics/mcnemar.ts';
import { type PairedCounts, pairedDifference } from '../statistics/paired-difference.ts';
import { groupCount, type Units } from '../statistics/units.ts';

const DIFFERENCE: Bounds = { least: -1, most: 1 };

/** 1 fixed, −1 broken, 0 the same; in the order of the documents. */
type Changes = readonly number[];

type Difference = Pick<Comparison, 'difference' | 'pValue' | 'test'>;

/** The difference of two shares on the same documents with its interval and test, by documents or by groups. */
export function measureDifference(counts: PairedCounts, changes: Changes, units: Units): Difference {
  const byDocument = pairedDifference(counts);
  if (groupCount(units) === undefined) {
    return { difference: byDocument, pValue: mcnemarExact(counts.fixed, counts.broken), test: 'mcnemar' };
  }
  const balances = balancesOf(changes, units);
  return {
    difference: byGroup(byDocument, counts, changes, units),
    pValue: groupSignsTest(balances),
    test: 'group-signs',
  };
}

/**
 * Bootstrap over groups, never narrower than the interval that takes documents as independent: few groups resample too tightly. Where nothing
 * changed there is nothing to resample, and each group counts as one document.
 */
function byGroup(
  byDocument: Comparison['difference'],
  counts: PairedCounts,
  changes: Changes,
  units: Units,
): Comparison['difference'] {
  if (counts.fixed + counts.broken === 0) {
    const share = units.length / changes.length;
    const { low, high } = pairedDifference({
      bothRight: counts.bothRight * share,
      fixed: 0,
      broken: 0,
      bothWrong: counts.bothWrong * share,
    });
    return { value: byDocument.value, low, high };
  }
  const statistic = (weights: Uint32Array) => ({ change: weightedMean(changes, weights) });
  const { change } = bootstrap(units, statistic, { change: DIFFERENCE });
  return {
    value: byDocument.value,
    low: Math.min(byDocument.low, change.low),
    high: Math.max(byDocument.high, change.high),
  };
}

const balancesOf = (changes: Changes, units: Units): number[] =>
  units.map((unit) => unit.reduce((sum, index) => sum + (changes[index] ?? 0), 0));

/** An exact test of signs cannot go below 5 % with fewer: 2 ÷ 2⁵ is 6.3 %, 2 ÷ 2⁶ is 3.1 %. Groups, or documents where there are none. */
const LEAST_CHANGED = 6;

/** How many documents it would take to tell, with as many per group as now. */
export function powerOf(changes: Changes, units: Units): NonNullable<Comparison['power']> {
  const total = changes.length;
  const difference = changes.reduce((sum, change) => sum + change, 0) / total;
  const discordant = changes.filter((change) => change !== 0).length / total;
  const independent = documentsNeeded(discordant, difference);
  if (independent === undefined) return {};
  const changed = balancesOf(changes, units).filter((balance) => balance !== 0).length;
  const needed = Math.max(
    total + 1,
    Math.ceil(independent * designEffect(changes, units, { difference, discordant })),
    Math.ceil((LEAST_CHANGED / changed) * total),
  );
  return { documentsNeeded: needed, more: needed - total };
}

/** Variance of the mean change with groups ÷ without, at least 1: Kish 1965, Survey Sampling, § 5.4. */
function designEffect(
  changes: Changes,
  units: Units,
  { difference, discordant }: { readonly difference: number; readonly discordant: number },
): number {
  const balances = balancesOf(changes, units);
  const between = units.reduce((sum, unit, index) => sum + ((balances[index] ?? 0) - difference * unit.length) ** 2, 0);
  const within = changes.length * (discordant - difference ** 2);
  return within === 0 ? 1 : Math.max(1, between / within);
}
