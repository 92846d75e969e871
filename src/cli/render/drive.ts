/** Runs a generator to its end, handing each event to `onEvent`. */
export async function drive<Event, Result>(
  work: AsyncGenerator<Event, Result>,
  onEvent: (event: Event) => void,
): Promise<Result> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
    onEvent(next.value);
  }
}

/** Everything an async iterable gives, as a list. For listings that are printed whole. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
