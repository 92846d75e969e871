/**
 * Maps with up to `concurrency` items at work and yields the results in the order of the items. Failures come in that order too, those of
 * the source last, so the same input fails in the same words. When one fails, or the consumer stops early, the others are waited for:
 * nothing runs on unseen.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const source = items[Symbol.asyncIterator]();
  const pending: Promise<Result>[] = [];
  try {
    const ended = yield* mapUntilEnd(source, pending, concurrency, map);
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) yield await next;
    if (ended.failed) throw ended.error;
  } finally {
    await Promise.allSettled(pending);
    await source.return?.();
  }
}

type SourceEnd = { readonly failed: false } | { readonly failed: true; readonly error: unknown };

async function* mapUntilEnd<Item, Result>(
  source: AsyncIterator<Item>,
  pending: Promise<Result>[],
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, SourceEnd> {
  for (;;) {
    let next: IteratorResult<Item>;
    try {
      next = await source.next();
    } catch (error) {
      return { failed: true, error };
    }
    if (next.done) return { failed: false };
    const result = map(next.value);
    // A failure is seen when its turn comes; until then it must not count as unhandled.
    result.catch(() => undefined);
    pending.push(result);
    const first = pending.length >= concurrency ? pending.shift() : undefined;
    if (first !== undefined) yield await first;
  }
}
