import { EXIT, EXIT_OF_FAMILY, type ExitCode } from '../exit-codes.ts';
import { InterruptedError, type Io } from '../io.ts';
import { paintFor } from './colour.ts';

/** Shape of our own errors, checked by members so that printing one loads nothing. */
interface KnownError extends Error {
  readonly family: keyof typeof EXIT_OF_FAMILY;
  readonly code: string;
  readonly remedy?: string;
  readonly requestId?: string;
  readonly serviceCode?: string;
}

/** Says what went wrong and what to do; with `--json` as one JSON object on stderr. @returns the exit code. */
export function printError(
  error: unknown,
  io: Io,
  options: { readonly json: boolean; readonly verbose: boolean },
): ExitCode {
  if (error instanceof InterruptedError) {
    io.stderr.write('Interrupted.\n');
    return EXIT.interrupted;
  }
  const known = isKnown(error) ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (options.json) {
    const { code = 'unexpected', remedy, requestId } = known ?? {};
    io.stderr.write(`${JSON.stringify({ error: { code, message, remedy, requestId } })}\n`);
  } else {
    const paint = paintFor(io, io.stderr);
    io.stderr.write(`${paint.red('error')}${known ? ` ${paint.dim(known.code)}` : ''}: ${message}\n`);
    if (known?.remedy) io.stderr.write(`${known.remedy}\n`);
    if (known?.requestId) io.stderr.write(`${paint.dim(`${known.serviceCode ?? ''} request id ${known.requestId}`)}\n`);
    if (options.verbose || !known) io.stderr.write(`${paint.dim(trace(error))}\n`);
  }
  return known ? EXIT_OF_FAMILY[known.family] : EXIT.unexpected;
}

const isKnown = (error: unknown): error is KnownError =>
  error instanceof Error && 'family' in error && typeof error.family === 'string' && error.family in EXIT_OF_FAMILY;

function trace(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${trace(error.cause)}`;
}
