/**
 * Do our statistics say what scipy, statsmodels and scikit-learn say? And do intervals and tests keep what they promise, in simulation:
 * does the 95 % interval of a difference hold the truth in 95 % of cases, is the false alarm rate 5 % at most, also when documents of a group are alike?
 *
 *   npx tsx bench/statistics-check.ts [--python python3] [--simulations 400]
 *
 * Without Python and the three packages the comparison is skipped, with the reason; the simulation needs neither. Some 60 s of one core.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureDifference } from '../src/toolkit/evaluate/comparison/difference.ts';
import { classStatistics } from '../src/toolkit/evaluate/metrics/class-statistics.ts';
import { addTo, cellsOf, emptyCounts } from '../src/toolkit/evaluate/metrics/confusion-matrix.ts';
import { bootstrap, SHARE, weightedMean } from '../src/toolkit/evaluate/statistics/bootstrap.ts';
import { documentsNeeded } from '../src/toolkit/evaluate/statistics/documents-needed.ts';
import { groupSignsTest } from '../src/toolkit/evaluate/statistics/group-signs.ts';
import { holm } from '../src/toolkit/evaluate/statistics/holm.ts';
import { mcnemarExact } from '../src/toolkit/evaluate/statistics/mcnemar.ts';
import { seededRandom } from '../src/toolkit/evaluate/statistics/random.ts';
import { unitsOf } from '../src/toolkit/evaluate/statistics/units.ts';
import { quantile } from '../src/toolkit/lib/quantile.ts';
import { proportion } from '../src/toolkit/lib/wilson.ts';
import type { Outcome } from '../src/toolkit/model/scores.ts';
import { printMachine } from './support/figures.ts';

const { values: flags } = parseArgs({
  options: { python: { type: 'string', default: 'python3' }, simulations: { type: 'string', default: '400' } },
});
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const random = seededRandom(7);
const whole = (below: number) => Math.floor(random() * below);
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Cases of one kind with our answers, flattened to numbers. */
interface Kind {
  readonly cases: readonly unknown[];
  readonly ours: readonly (readonly number[])[];
  /** Largest difference that passes; random resampling differs by chance. */
  readonly within: number;
}

const NAMES = ['a', 'b', 'c', 'd', 'e'];

function classCase() {
  const truth = times(20 + whole(200), () => NAMES[whole(NAMES.length)] ?? 'a');
  const predicted = truth.map((name) => {
    const chance = random();
    if (chance < 0.6) return name;
    return chance < 0.7 ? 'unreadable' : chance < 0.75 ? 'missing' : (NAMES[whole(NAMES.length)] ?? 'a');
  });
  return { truth, predicted, names: NAMES };
}

function ourClasses({ truth, predicted }: ReturnType<typeof classCase>): number[] {
  const outcomes = truth.map((name, index): Outcome => {
    const answer = predicted[index] ?? '';
    const about = { document: String(index), truth: name };
    if (answer === 'unreadable' || answer === 'missing') return { ...about, status: answer };
    return { ...about, predicted: answer, status: answer === name ? 'correct' : 'wrong' };
  });
  const counts = emptyCounts(NAMES.length);
  for (const cell of cellsOf(outcomes, NAMES)) addTo(counts, cell, 1);
  const all = classStatistics(counts);
  const { macroPrecision, macroRecall, macroF1, weightedPrecision, weightedRecall, weightedF1 } = all;
  const averages = [macroPrecision, macroRecall, macroF1, weightedPrecision, weightedRecall, weightedF1];
  return [...averages, all.balancedAccuracy, all.kappa, all.mcc];
}

const kindOf = <Case>(cases: readonly Case[], ours: (one: Case) => readonly number[], within = 1e-9): Kind => ({
  cases,
  ours: cases.map(ours),
  within,
});

const kinds: Readonly<Record<string, Kind>> = {
  wilson: kindOf(
    times(300, () => ({ total: 1 + whole(500) })).map(({ total }) => ({ total, successes: whole(total + 1) })),
    ({ successes, total }) => {
      const { low, high } = proportion(successes, total);
      return [low, high];
    },
  ),
  mcnemar: kindOf(
    times(300, () => ({ fixed: whole(80), broken: 1 + whole(80) })),
    ({ fixed, broken }) => [mcnemarExact(fixed, broken)],
  ),
  holm: kindOf(
    times(100, () => ({ pValues: times(1 + whole(8), () => random() ** 3) })),
    ({ pValues }) => holm(pValues),
  ),
  classes: kindOf(times(100, classCase), ourClasses),
  groupSigns: kindOf(
    times(60, () => ({ balances: times(4 + whole(8), () => whole(9) - 3) })),
    ({ balances }) => [groupSignsTest(balances)],
  ),
  quantile: kindOf(
    times(100, () => ({ values: times(1 + whole(50), random), share: random() })),
    ({ values, share }) => [quantile(values, share) ?? Number.NaN],
  ),
  bootstrapMean: kindOf(
    times(12, () => ({ values: times(40 + whole(200), () => random() ** 2) })),
    ({ values }) => {
      const units = unitsOf(values.map(() => ({})));
      const { mean } = bootstrap(units, (weights) => ({ mean: weightedMean(values, weights) }), { mean: SHARE });
      return [mean.low, mean.high];
    },
    0.02,
  ),
  power: kindOf(
    times(12, (index) => ({
      discordant: 0.1 + 0.05 * (index % 4),
      fixedShare: 0.65 + 0.1 * Math.floor(index / 4),
    })).map(({ discordant, fixedShare }) => ({
      discordant,
      fixedShare,
      documents: documentsNeeded(discordant, discordant * (2 * fixedShare - 1)) ?? 0,
    })),
    () => [0.8],
    0.08,
  ),
};

function compareWithPython(): void {
  const script = path.join(import.meta.dirname, 'baselines/statistics_check.py');
  const input = JSON.stringify(Object.fromEntries(Object.entries(kinds).map(([name, { cases }]) => [name, cases])));
  const { status, stdout, stderr, error } = spawnSync(flags.python, [script], { input, encoding: 'utf8' });
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? 'unknown';
    print(`skipped the comparison with Python: ${reason}`);
    return;
  }
  const { versions, answers } = JSON.parse(stdout) as {
    readonly versions: Readonly<Record<string, string>>;
    readonly answers: Readonly<Record<string, readonly unknown[]>>;
  };
  print(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  for (const [name, { ours, within }] of Object.entries(kinds)) {
    const theirs = (answers[name] ?? []).map(numbersOf);
    const apart = ours.flatMap((numbers, index) =>
      numbers.map((number, at) => Math.abs(number - (theirs[index]?.[at] ?? Number.NaN))),
    );
    const most = Math.max(...apart);
    print(
      `${name}: ${ours.length} cases, ${apart.length} numbers, largest difference ${most.toExponential(1)}${most <= within ? '' : '  TOO FAR APART'}`,
    );
    if (!(most <= within)) process.exitCode = 1;
  }
}

const numbersOf = (answer: unknown): number[] =>
  typeof answer === 'number' ? [answer] : Object.values(answer as Record<string, number>);

/** Two models on groups of alike documents; `pull` is how much of a document's fate is its group's. */
function simulate(groups: number, perGroup: number, pull: number, gain: number) {
  const rightness = { base: 0.7, tuned: 0.7 + gain };
  const changes: number[] = [];
  const documents: { group: string }[] = [];
  const counts = { bothRight: 0, fixed: 0, broken: 0, bothWrong: 0 };
  for (let group = 0; group < groups; group += 1) {
    const ofGroup = { base: random() < rightness.base, tuned: random() < rightness.tuned };
    for (let member = 0; member < perGroup; member += 1) {
      const base = random() < pull ? ofGroup.base : random() < rightness.base;
      const tuned = random() < pull ? ofGroup.tuned : random() < rightness.tuned;
      changes.push(Number(tuned) - Number(base));
      documents.push({ group: String(group) });
      counts[base ? (tuned ? 'bothRight' : 'broken') : tuned ? 'fixed' : 'bothWrong'] += 1;
    }
  }
  return { changes, documents, counts };
}

function simulateAll(): void {
  const rounds = Number(flags.simulations);
  print(`${rounds} simulated comparisons each: 95 % interval holds the true difference, false alarms at the 5 % level`);
  for (const [groups, perGroup, pull] of [
    [120, 1, 0],
    [40, 3, 0.9],
    [12, 10, 0.9],
  ] as const) {
    const held = { documents: 0, groups: 0 };
    const alarms = { documents: 0, groups: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const gain = round % 2 === 0 ? 0 : 0.1;
      const { changes, documents, counts } = simulate(groups, perGroup, pull, gain);
      const alone = measureDifference(counts, changes, unitsOf(documents.map(() => ({}))));
      const grouped = measureDifference(counts, changes, unitsOf(documents));
      const holds = ({ difference: { low, high } }: typeof alone) => low <= gain && gain <= high;
      held.documents += Number(holds(alone));
      held.groups += Number(holds(grouped));
      if (gain > 0) continue;
      alarms.documents += Number(alone.pValue < 0.05);
      alarms.groups += Number(grouped.pValue < 0.05);
    }
    const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`;
    const line = (name: 'documents' | 'groups') =>
      `by ${name} ${share(held[name], rounds)} held, ${share(alarms[name], rounds / 2)} false alarms`;
    print(`${groups} groups of ${perGroup}, pull ${pull}: ${line('documents')}; ${line('groups')}`);
  }
}

printMachine();
compareWithPython();
simulateAll();
