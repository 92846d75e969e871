import type { Latency } from '../model/scores.ts';
import { quantile } from './quantile.ts';

/** @param times of successful calls, milliseconds. @returns undefined when there are none. */
export function latencyOf(times: readonly number[]): Latency | undefined {
  if (times.length === 0) return undefined;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(quantile(sorted, share) ?? 0);
  const mean = Math.round(times.reduce((sum, time) => sum + time, 0) / times.length);
  return { median: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), mean, calls: times.length };
}
