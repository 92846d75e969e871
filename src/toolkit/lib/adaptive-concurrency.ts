import { CallGate, type GateOptions, type PacedCall } from './call-gate.ts';
import { mapUnordered } from './map-unordered.ts';

export type { PacedCall } from './call-gate.ts';

/**
 * Runs `work` over `items` and yields results as they come, as fast as a service with an unknown quota takes the calls.
 * Every call that `work` makes through the `call` it is given is paced, first ones and repeated ones alike; work that needs no call costs nothing.
 * Memory: at most `pace.maxConcurrency` items and results.
 *
 * @throws the first error of `work`, the last refusal when patience ends, or the signal's reason. Running work is awaited before.
 */
export async function* mapAdaptive<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item, call: PacedCall) => Promise<Result>,
  options: GateOptions,
): AsyncGenerator<Result, void, undefined> {
  const gate = new CallGate(options);
  const concurrency = options.pace.maxConcurrency;
  const guarded = async (item: Item): Promise<Result> => {
    try {
      return await work(item, gate.call);
    } catch (error) {
      gate.close(error); // What still waits would only be thrown away.
      throw error;
    }
  };
  try {
    yield* mapUnordered(items, guarded, { concurrency, ...(options.signal && { signal: options.signal }) });
  } finally {
    gate.close(new Error('The calls have ended.'));
  }
}
