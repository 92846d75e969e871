import { formatSeconds } from './progress.ts';

/** `2026-01-02T03:04:05Z, in 1 h 59 min`; a deadline that has passed is being acted on. @param now milliseconds since the epoch */
export function describeDeadline(deadline: number, now: number): string {
  const moment = new Date(deadline).toISOString().replace(/\.\d+Z$/, 'Z');
  return deadline > now ? `${moment}, in ${formatSeconds((deadline - now) / 1000)}` : `${moment}, any moment now`;
}
