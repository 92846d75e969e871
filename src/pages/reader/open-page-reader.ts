import type { Page, PageReader } from '../page.ts';
import { openPageCache, type PageCache, pageKey } from '../page-cache.ts';
import { closedError, openReaderPool, type PoolTask, type ReaderPool } from './reader-pool.ts';

/** How pages are read. */
export interface PageReaderOptions {
  /** Where read pages are kept; made when needed; may be shared between processes. */
  readonly cacheFolder: string;
  /** Reading processes at most; each reads one page at a time on one core and takes 0.3 to 0.5 GB. Default 2. */
  readonly processes?: number;
  /** A process without work for this long ends, milliseconds. Default 60,000. */
  readonly idleMs?: number;
}

/**
 * Opens a reader that reads pages in processes of their own, so that the caller's event loop stays free and a
 * crashing decoder harms nobody. Processes start with the first page that is not cached and do not keep the caller's
 * process alive while idle. Pages read before come from the cache without any process; one image asked for several
 * times at once is read once. Any number of reads may be asked for: they wait in a queue with their bytes in memory,
 * so ask for a bounded number at a time. An image whose callers have all given up leaves the queue; one that is
 * already being read is read to its end and kept.
 *
 * Besides `UnreadableImageError`, reads reject with the signal's reason when aborted, with code `ocr-unavailable`
 * when this machine cannot read text, and with code `page-reader-crashed` when an image has ended two processes.
 * @throws {RangeError} when `processes` or `idleMs` is out of range
 */
export function openPageReader(options: PageReaderOptions): PageReader {
  const { cacheFolder, processes = 2, idleMs = 60_000 } = options;
  if (!Number.isInteger(processes) || processes < 1) {
    throw new RangeError(`processes must be a whole number of at least 1, got ${processes}.`);
  }
  if (!(idleMs >= 0 && idleMs < 2 ** 31)) throw new RangeError(`idleMs must be 0 to 2,147,483,647, got ${idleMs}.`);
  const pool = openReaderPool({ processes, idleMs });
  const cache = openPageCache(cacheFolder);
  const inFlight = new Map<string, SharedRead>();
  let closed = false;
  let warned = false;
  const warnOnce = (error: unknown): void => {
    if (!warned) process.emitWarning(`Read pages cannot be kept in ${cacheFolder}: ${String(error)}`);
    warned = true;
  };
  return {
    async read(image, { signal } = {}) {
      signal?.throwIfAborted();
      if (closed) throw closedError();
      const key = pageKey(image);
      let shared = inFlight.get(key);
      if (shared === undefined) {
        shared = startRead(image, key, { pool, cache, warnOnce });
        inFlight.set(key, shared);
        const forget = (): unknown => inFlight.get(key) === shared && inFlight.delete(key);
        shared.page.then(forget, forget);
      }
      return await join(shared, signal, () => inFlight.delete(key));
    },
    close() {
      closed = true;
      return pool.close();
    },
  };
}

/** One image being read for one or more callers. */
interface SharedRead {
  readonly page: Promise<Page>;
  /** Callers still waiting. */
  waiting: number;
  /** Gives the image up if its reading has not begun; true when it was given up. */
  abandon(reason: unknown): boolean;
}

interface ReadTools {
  readonly pool: ReaderPool;
  readonly cache: PageCache;
  readonly warnOnce: (error: unknown) => void;
}

function startRead(image: Uint8Array, key: string, { pool, cache, warnOnce }: ReadTools): SharedRead {
  let task: PoolTask | undefined;
  let abandoned: { readonly reason: unknown } | undefined;
  const readOnce = async (): Promise<Page> => {
    const cached = await cache.get(key);
    if (cached !== undefined) return cached;
    if (abandoned !== undefined) throw abandoned.reason;
    task = pool.submit(image);
    const page = await task.page;
    // A page that cannot be kept is still a page.
    await cache.put(key, page).catch(warnOnce);
    return page;
  };
  return {
    page: readOnce(),
    waiting: 0,
    abandon(reason) {
      if (task !== undefined) return task.drop(reason);
      abandoned = { reason };
      return true;
    },
  };
}

/** Waits for a shared read until it settles or the caller's signal fires; the last caller to leave gives it up. */
async function join(shared: SharedRead, signal: AbortSignal | undefined, onAbandoned: () => void): Promise<Page> {
  if (signal === undefined) {
    shared.waiting++;
    return shared.page;
  }
  const { promise: aborted, dispose } = rejectOnAbort(signal);
  shared.waiting++;
  try {
    return await Promise.race([shared.page, aborted]);
  } finally {
    dispose();
    shared.waiting--;
    if (signal.aborted && shared.waiting === 0 && shared.abandon(signal.reason)) onAbandoned();
  }
}

function rejectOnAbort(signal: AbortSignal): { promise: Promise<never>; dispose: () => void } {
  let dispose: () => void = () => undefined;
  const promise = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    dispose = () => signal.removeEventListener('abort', onAbort);
  });
  return { promise, dispose };
}
