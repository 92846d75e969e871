import { setTimeout as sleep } from 'node:timers/promises';
import type { RunDetail } from '../api.ts';
import type { RunFiles } from './run-files.ts';

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Milliseconds between looks at the folder. */
  readonly intervalMs: number;
  /** Milliseconds between looks at the cloud, for a job that runs. */
  readonly liveMs: number;
}

/**
 * The run now, and again whenever one of its files has changed, until the signal ends it.
 * Looks at sizes and times, since file system events are unreliable over network folders and containers.
 */
export async function* watchRun(
  open: () => Promise<RunFiles>,
  describe: (files: RunFiles) => Promise<RunDetail>,
  { signal, intervalMs, liveMs }: WatchOptions,
): AsyncGenerator<RunDetail, void, undefined> {
  let seen = '';
  let sent = '';
  let readAt = 0;
  while (!signal.aborted) {
    const files = await open();
    const print = await files.fingerprint();
    const isDue = Date.now() - readAt >= liveMs;
    if (print !== seen || isDue) {
      seen = print;
      readAt = Date.now();
      const detail = await describe(files);
      const text = JSON.stringify(detail);
      if (text !== sent) yield detail;
      sent = text;
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}
