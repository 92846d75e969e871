import { upperTail } from './normal.ts';

/** How far one sample lies above another. */
export interface RankShift {
  /** Hodges–Lehmann: median of all differences `second − first`. */
  readonly shift: number;
  /** 95 % interval of the shift. */
  readonly low: number;
  readonly high: number;
  /** Mann–Whitney, one-sided: how often chance alone puts `second` this far above `first`. */
  readonly pAbove: number;
}

const Z_95 = 1.959964;
/** Differences grow with the product: longer samples are thinned evenly. */
const MOST_VALUES = 80;

/** Hodges & Lehmann 1963; Mann & Whitney 1947. Both samples must hold at least four values. */
export function rankShift(first: readonly number[], second: readonly number[]): RankShift {
  const [before, after] = [thin(first), thin(second)];
  const differences = after.flatMap((late) => before.map((early) => late - early)).sort((a, b) => a - b);
  const pairs = differences.length;
  const deviation = Math.sqrt((pairs * (before.length + after.length + 1)) / 12);
  const above = differences.reduce((sum, value) => sum + (value > 0 ? 1 : value === 0 ? 0.5 : 0), 0);
  const cut = Math.max(0, Math.floor(pairs / 2 - Z_95 * deviation));
  const at = (index: number) => differences[Math.min(pairs - 1, Math.max(0, index))] ?? 0;
  return {
    shift: (at(Math.floor((pairs - 1) / 2)) + at(Math.ceil((pairs - 1) / 2))) / 2,
    low: at(cut),
    high: at(pairs - 1 - cut),
    pAbove: upperTail((above - pairs / 2 - 0.5) / deviation),
  };
}

function thin(values: readonly number[]): readonly number[] {
  if (values.length <= MOST_VALUES) return values;
  const stride = values.length / MOST_VALUES;
  return Array.from({ length: MOST_VALUES }, (_, index) => values[Math.floor(index * stride)] ?? 0);
}
