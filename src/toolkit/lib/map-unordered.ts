/**
 * Runs `work` over `items` with at most `concurrency` at once and yields results as they come, in no particular order.
 * Pulls: no item is taken before there is room. When `work` fails or the consumer stops, running work is awaited before this ends.
 * @throws the first error of `work`, or the signal's reason.
 */
export async function* mapUnordered<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  options: { readonly concurrency: number; readonly signal?: AbortSignal },
): AsyncGenerator<Result, void, undefined> {
  const running = new Set<Promise<Settled<Result>>>();
  const takeOne = async (): Promise<Result> => {
    const settled = await Promise.race(running);
    running.delete(settled.promise());
    if ('error' in settled) throw settled.error;
    return settled.result;
  };
  try {
    for await (const item of items) {
      options.signal?.throwIfAborted();
      running.add(settle(work, item));
      if (running.size >= options.concurrency) yield await takeOne();
    }
    while (running.size > 0) yield await takeOne();
  } finally {
    await Promise.all(running);
  }
}

type Settled<Result> = { readonly promise: () => Promise<Settled<Result>> } & (
  | { readonly result: Result }
  | { readonly error: unknown }
);

/** A promise that never rejects and knows itself, so that the winner of a race can be taken out of the set. */
function settle<Item, Result>(work: (item: Item) => Promise<Result>, item: Item): Promise<Settled<Result>> {
  const settled: Promise<Settled<Result>> = work(item).then(
    (result) => ({ promise: () => settled, result }),
    (error: unknown) => ({ promise: () => settled, error }),
  );
  return settled;
}
