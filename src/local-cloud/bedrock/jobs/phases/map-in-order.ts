/**
 * Maps with up to `concurrency` items at work and yields the results in the order of the items.
 * When one fails, or the consumer stops early, the others are waited for, so nothing runs on unseen.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = map(item);
      // A failure is seen when its turn comes; until then it must not count as unhandled.
      result.catch(() => undefined);
      pending.push(result);
      if (pending.length >= concurrency) yield await (pending.shift() as Promise<Result>);
    }
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) yield await next;
  } finally {
    await Promise.allSettled(pending);
  }
}
