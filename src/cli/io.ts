import type { Writable } from 'node:stream';

/** The outside of the process, so that a command can be run in a test with other streams. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** The real outside. A second Ctrl-C ends the process at once. */
export function processIo(): Io {
  const aborter = new AbortController();
  const interrupt = () => {
    if (aborter.signal.aborted) process.exit(130);
    aborter.abort(new InterruptedError());
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  // `novatune … | head` closes its end early: that is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: aborter.signal,
  };
}

/** The reason of an abort that the user asked for. */
class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  constructor() {
    super('Interrupted.');
  }
}

/** Whether to move the cursor: a terminal, not CI, not `TERM=dumb`. */
export const isAnimated = (io: Io): boolean => io.stderr.isTTY === true && !io.env.CI && io.env.TERM !== 'dumb';

/** Whether to colour a stream. `NO_COLOR` (https://no-color.org) and `FORCE_COLOR` win over detection. */
export function isColoured(io: Io, stream: Io['stdout'] | Io['stderr']): boolean {
  if (io.env.NO_COLOR) return false;
  if (io.env.FORCE_COLOR && io.env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && io.env.TERM !== 'dumb' && !io.env.CI;
}
