import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
};

/** `median (min to max)` of a few repetitions. */
export function spread(values: readonly number[], digits = 2): string {
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}, n ${values.length})`;
}

/** What a figure depends on. A load above the number of processors makes single times worthless; ratios survive better. */
export function printMachine(): void {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  process.stdout.write(
    `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, ${process.platform}, load ${load}\n`,
  );
}

/** Milliseconds in a tick of /proc; 100 ticks a second on every Linux that Node runs on. */
const TICK_MS = 10;

/** Processor time that a process has used so far, all threads, milliseconds. NaN where it cannot be told. */
export function processorMs(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return Number.NaN;
  // The second field is the program's name in brackets and may hold blanks; utime and stime are fields 14 and 15.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
