import type { AlarmConfig, AlarmState } from './alarm-store.ts';

/** The last periods of what an alarm watches, oldest first; undefined where nothing came. */
export type RecentValues = readonly { readonly at: number; readonly value: number | undefined }[];

/** What an evaluation found. */
export interface Assessment {
  readonly state: AlarmState;
  /** In CloudWatch's words, as far as they are known. */
  readonly reason: string;
}

const COMPARISONS: Readonly<
  Record<string, { readonly words: string; readonly holds: (value: number, threshold: number) => boolean }>
> = {
  GreaterThanOrEqualToThreshold: {
    words: 'greater than or equal to',
    holds: (value, threshold) => value >= threshold,
  },
  GreaterThanThreshold: { words: 'greater than', holds: (value, threshold) => value > threshold },
  LessThanThreshold: { words: 'less than', holds: (value, threshold) => value < threshold },
  LessThanOrEqualToThreshold: { words: 'less than or equal to', holds: (value, threshold) => value <= threshold },
};

/** Comparison operators that are emulated. */
export const COMPARISON_OPERATORS: readonly string[] = Object.keys(COMPARISONS);
/** How missing periods count; `missing` is the default. */
export const MISSING_TREATMENTS: readonly string[] = ['missing', 'notBreaching', 'breaching', 'ignore'];

/**
 * Compares the last periods with the threshold. A period without values counts as `TreatMissingData` says.
 * @returns undefined when the state is to stay as it is.
 */
export function assess(config: AlarmConfig, recent: RecentValues): Assessment | undefined {
  const comparison = COMPARISONS[config.ComparisonOperator ?? ''];
  const threshold = config.Threshold ?? 0;
  const needed = config.DatapointsToAlarm ?? config.EvaluationPeriods ?? 1;
  const treatment = config.TreatMissingData ?? 'missing';
  const present = recent.filter((one): one is { at: number; value: number } => one.value !== undefined);
  const missing = recent.length - present.length;
  const breaching = present.filter(({ value }) => comparison?.holds(value, threshold));
  const counted = breaching.length + (treatment === 'breaching' ? missing : 0);
  const words = { comparison: comparison?.words ?? '', threshold, needed, treatment, missing };
  if (counted >= needed) return { state: 'ALARM', reason: crossed(breaching, recent.length, words, 'OK -> ALARM') };
  if (treatment === 'ignore' && missing > 0 && counted + missing >= needed) return undefined;
  if (present.length === 0 && treatment === 'missing') {
    return {
      state: 'INSUFFICIENT_DATA',
      reason: `Insufficient Data: ${plural(missing, 'datapoint')} ${was(missing)} unknown.`,
    };
  }
  const others = present.filter((one) => !breaching.includes(one));
  return { state: 'OK', reason: crossed(others, recent.length, words, 'ALARM -> OK') };
}

interface Words {
  readonly comparison: string;
  readonly threshold: number;
  readonly needed: number;
  readonly treatment: string;
  readonly missing: number;
}

function crossed(
  points: readonly { readonly at: number; readonly value: number }[],
  periods: number,
  { comparison, threshold, needed, treatment, missing }: Words,
  transition: string,
): string {
  if (points.length === 0) {
    const treated = treatment === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${plural(periods, 'period')} and ${plural(missing, 'missing datapoint')} ${was(missing)} treated as [${treated}].`;
  }
  const shown = points.map(({ at, value }) => `${decimal(value)} (${new Date(at).toISOString()})`).join(', ');
  const not = transition === 'OK -> ALARM' ? '' : 'not ';
  return `Threshold Crossed: ${points.length} out of the last ${plural(periods, 'datapoint')} [${shown}] ${was(points.length)} ${not}${comparison} the threshold (${decimal(threshold)}) (minimum ${plural(needed, 'datapoint')} for ${transition} transition).`;
}

const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const was = (count: number): string => (count === 1 ? 'was' : 'were');
