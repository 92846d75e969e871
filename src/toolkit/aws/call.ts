import { setMaxListeners } from 'node:events';
import { CloudError } from '../errors.ts';
import { isNotFound, mapError } from './map-error.ts';

/** Runs one SDK call; what it throws becomes an error of ours that says what was being done. */
export async function call<Result>(
  doing: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    throw mapError(error, doing, signal);
  }
}

/** Like {@link call}, but a thing that does not exist is `undefined`. */
export async function callOrMissing<Result>(
  doing: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  return call(doing, signal, async () => {
    try {
      return await work();
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  });
}

/**
 * The SDK's last argument: the abort signal, when there is one. The SDK listens on it for as long as a call lasts,
 * and more than ten calls at once are no leak, whatever Node suspects.
 */
export function sending(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  if (!signal) return {};
  setMaxListeners(0, signal);
  return { abortSignal: signal };
}

/** Follows `nextToken` until the service stops giving one. */
export async function* pages<Page>(
  fetchPage: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined;
  do {
    const page = await fetchPage(token);
    yield page;
    token = nextToken(page);
  } while (token !== undefined);
}

/** `{ a: '1' }` → `[{ key: 'a', value: '1' }]`, the shape of Bedrock's tags. */
export const tagList = (tags: Readonly<Record<string, string>>): { key: string; value: string }[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** A member that the API promises; its absence is the service's fault, not the caller's. */
export function required(value: string | undefined, member: string, operation: string): string {
  if (value) return value;
  throw new CloudError('incomplete-answer', `${operation} answered without ${member}, which the API promises.`);
}
