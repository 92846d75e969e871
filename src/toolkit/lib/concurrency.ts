/**
 * Runs `work` over `items` with at most `concurrency` at once and yields the results in the order of the items.
 * Pulls: no item is taken before there is room, so memory is bounded by `concurrency` items and results.
 * When `work` fails or the consumer stops, running work is awaited before this ends, so nothing writes behind the caller's back.
 *
 * @throws the first error of `work` in item order, or the signal's reason.
 */
export async function* mapOrdered<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  options: { readonly concurrency: number; readonly signal?: AbortSignal },
): AsyncGenerator<Result, void, undefined> {
  const window: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      options.signal?.throwIfAborted();
      window.push(startQuietly(work, item));
      if (window.length >= options.concurrency) yield await takeFirst(window);
    }
    while (window.length > 0) {
      options.signal?.throwIfAborted();
      yield await takeFirst(window);
    }
  } finally {
    await Promise.allSettled(window);
  }
}

/** Starts the work; a failure is reported where the result is awaited, not as an unhandled rejection. */
function startQuietly<Item, Result>(work: (item: Item) => Promise<Result>, item: Item): Promise<Result> {
  const running = work(item);
  running.catch(() => {});
  return running;
}

async function takeFirst<Result>(window: Promise<Result>[]): Promise<Result> {
  const [first] = window;
  if (first === undefined) throw new TypeError('Expected running work, but the window is empty.');
  const result = await first;
  window.shift();
  return result;
}
