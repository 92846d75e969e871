import { setMaxListeners } from 'node:events';
import { CloudError } from '../errors.ts';

/**
 * Ends one call that takes too long. The limit is of real time, as it is for a socket.
 * @throws CloudError `request-timeout`, retryable, when the limit is reached; otherwise whatever `call` throws.
 */
export async function withTimeLimit<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  const own = new AbortController();
  const abort = () => own.abort(signal?.reason);
  if (signal) {
    setMaxListeners(0, signal); // Many calls at once are no leak, whatever Node suspects.
    signal.addEventListener('abort', abort, { once: true });
  }
  const timer = setTimeout(() => own.abort(timedOut(milliseconds)), milliseconds);
  try {
    return await call(own.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

const timedOut = (milliseconds: number) =>
  new CloudError('request-timeout', `No answer within ${milliseconds / 1000} s.`, {
    retryable: true,
    remedy: 'Raise the time limit of a request if answers really take that long.',
  });
