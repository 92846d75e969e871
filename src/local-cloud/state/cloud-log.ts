import { appendFileSync, renameSync, statSync } from 'node:fs';

/** A value in a log line. */
export type LogValue = string | number | boolean | undefined;

/** The log of one cloud: JSON lines, at most two files of bounded size. */
export interface CloudLog {
  write(event: string, details?: Readonly<Record<string, LogValue>>): void;
}

/** Size at which the log moves to `<file>.1` (replacing the one before) and starts again, bytes. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;
/** Longest value in a line, characters. */
const MAX_VALUE = 2000;

/** @param listener also told every line, e.g. to print it. */
export function openCloudLog(file: string, listener?: (line: string) => void, maxBytes = MAX_LOG_BYTES): CloudLog {
  let size = sizeOf(file);
  return {
    write: (event, details = {}) => {
      const short = Object.entries(details).map(([key, value]) => [
        key,
        typeof value === 'string' ? value.slice(0, MAX_VALUE) : value,
      ]);
      const line = JSON.stringify({ at: new Date().toISOString(), event, ...Object.fromEntries(short) });
      listener?.(line);
      if (size + line.length > maxBytes) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      size += line.length + 1;
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
