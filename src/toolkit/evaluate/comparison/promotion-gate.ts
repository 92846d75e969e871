import type { Comparison } from '../../model/scores.ts';
import { points } from './verdict.ts';

/** What the tuned model has to show. Shares: 0.02 is two points of accuracy. */
export interface GateOptions {
  /** Fails when the tuned model is shown to be worse: the burden of proof is on the harm. */
  readonly failIfWorse?: boolean;
  /** Fails unless the 95 % interval of tuned − base lies above −maxDrop: that it is not worse by more has to be shown (non-inferiority). */
  readonly maxDrop?: number;
  /** Fails unless the 95 % interval of tuned − base lies at or above minGain: that it is better by that much has to be shown. */
  readonly minGain?: number;
}

export interface GateCheck {
  readonly name: 'not worse' | 'max drop' | 'min gain';
  readonly passed: boolean;
  /** What was tested, and the number it was tested with. */
  readonly sentence: string;
}

export interface GateResult {
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}

/** Holds a comparison against the wanted checks; passed when all are. Each lower end of an interval is a one-sided test at the 2.5 % level. */
export function promotionGate(comparison: Comparison, options: GateOptions): GateResult {
  const { failIfWorse, maxDrop, minGain } = options;
  const checks = [
    ...(failIfWorse ? [notWorse(comparison)] : []),
    ...(maxDrop === undefined ? [] : [withinDrop(comparison, maxDrop)]),
    ...(minGain === undefined ? [] : [atLeastGain(comparison, minGain)]),
  ];
  return { passed: checks.every(({ passed }) => passed), checks };
}

function notWorse({ verdict, pValue, adjustedPValue = pValue }: Comparison): GateCheck {
  const passed = verdict !== 'worse';
  const p = adjustedPValue < 0.001 ? '< 0.001' : `= ${adjustedPValue.toFixed(3)}`;
  return {
    name: 'not worse',
    passed,
    sentence: passed
      ? `Not shown to be worse (two-sided p ${p}, verdict ${verdict}).`
      : `Shown to be worse (two-sided p ${p} is below 0.05).`,
  };
}

function withinDrop({ difference }: Comparison, maxDrop: number): GateCheck {
  const passed = difference.low > -maxDrop;
  const low = `the 95 % interval of the difference begins at ${points(difference.low)}`;
  return {
    name: 'max drop',
    passed,
    sentence: passed
      ? `Shown to lose less than ${pointsOf(maxDrop)}: ${low}.`
      : `Not shown to lose less than ${pointsOf(maxDrop)}: ${low}, which has to be above ${points(-maxDrop)}.`,
  };
}

function atLeastGain({ difference }: Comparison, minGain: number): GateCheck {
  const passed = difference.low >= minGain;
  const low = `the 95 % interval of the difference begins at ${points(difference.low)}`;
  return {
    name: 'min gain',
    passed,
    sentence: passed
      ? `Shown to gain at least ${pointsOf(minGain)}: ${low}.`
      : `Not shown to gain at least ${pointsOf(minGain)}: ${low}.`,
  };
}

const pointsOf = (share: number): string => `${(share * 100).toFixed(1)} points`;
