/**
 * Works on up to `atOnce` items at a time and yields their results in the order of the items. Nothing new is started
 * after an error, an abort or the consumer's return; what is under way is awaited, so no work is left behind.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  atOnce: number,
  signal?: AbortSignal,
): AsyncGenerator<R, void> {
  const underWay: Promise<R>[] = [];
  let next = 0;
  try {
    while (next < items.length || underWay.length > 0) {
      signal?.throwIfAborted();
      for (const item of items.slice(next, next + atOnce - underWay.length)) {
        const started = work(item);
        // An error before its turn waits for its turn, instead of ending the process as unhandled.
        started.catch(() => undefined);
        underWay.push(started);
        next++;
      }
      const first = underWay.shift();
      if (first !== undefined) yield await first;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
