import { InvalidArgumentError } from 'commander';

/** Milliseconds. */
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

/** Parser of a flag that takes a length of time: `2h`, `90m`, `1d12h`. Gives milliseconds. */
export function duration(text: string): number {
  const parts = /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+)s)?$/.exec(text.trim());
  const values = parts?.slice(1) ?? [];
  const total = Object.values(UNITS).reduce((sum, unit, index) => sum + Number(values[index] ?? 0) * unit, 0);
  if (total > 0) return Math.round(total);
  throw new InvalidArgumentError('Expected a length of time like 90m, 2h or 1d12h.');
}
