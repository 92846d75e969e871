/** Passes a generator's events on, each wrapped, and returns its result. `onEvent` sees each event first, e.g. to keep what it says. */
export async function* forward<Event, Wrapped, Result>(
  work: AsyncGenerator<Event, Result>,
  wrap: (event: Event) => Wrapped,
  onEvent?: (event: Event) => Promise<void>,
): AsyncGenerator<Wrapped, Result> {
  try {
    for (;;) {
      const next = await work.next();
      if (next.done) return next.value;
      await onEvent?.(next.value);
      yield wrap(next.value);
    }
  } finally {
    // A consumer that stops early ends the work too; after its end this does nothing.
    await work.return(undefined as Result);
  }
}
