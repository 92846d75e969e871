import { EXIT, EXIT_OF_FAMILY, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { paintFor } from './colour.ts';

/** Shape of our own errors, checked by members so that printing one loads nothing. */
interface KnownError extends Error {
  readonly family: keyof typeof EXIT_OF_FAMILY;
  readonly code: string;
  readonly remedy?: string;
  readonly requestId?: string;
  readonly serviceCode?: string;
}

interface ErrorFormat {
  /** One JSON object instead of text. */
  readonly json: boolean;
  /** With the stack. */
  readonly verbose: boolean;
}

/** Says what went wrong and what to do; with `--json` as one JSON object on stderr. @returns the exit code. */
export function printError(error: unknown, io: Io, format: ErrorFormat): ExitCode {
  const known = isKnown(error) ? error : undefined;
  // Whatever an interrupted call fails with, the user knows why.
  if (io.signal.aborted && !known) {
    if (format.json) printJson({ code: 'interrupted', message: 'Interrupted.' }, io);
    else io.stderr.write('Interrupted.\n');
    if (format.verbose) io.stderr.write(`${trace(error)}\n`);
    return EXIT.interrupted;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (format.json) {
    const { code = 'unexpected', remedy, requestId } = known ?? {};
    printJson({ code, message, remedy, requestId }, io);
  } else {
    printText(error, message, io, format.verbose);
  }
  return known ? EXIT_OF_FAMILY[known.family] : EXIT.unexpected;
}

/** A command line that cannot be understood, as JSON. Its code is the parser's own in kebab case. */
export function printUsageError({ code, message }: { readonly code: string; readonly message: string }, io: Io): void {
  const own = code.replace(/^commander\./, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  printJson({ code: own, message: message.replace(/^error: /, ''), remedy: 'Add --help for what is possible.' }, io);
}

function printJson(error: Readonly<Record<string, string | undefined>>, io: Io): void {
  io.stderr.write(`${JSON.stringify({ error })}\n`);
}

function printText(error: unknown, message: string, io: Io, verbose: boolean): void {
  const known = isKnown(error) ? error : undefined;
  const paint = paintFor(io, io.stderr);
  io.stderr.write(`${paint.red('error')}${known ? ` ${paint.dim(known.code)}` : ''}: ${message}\n`);
  if (known?.remedy) io.stderr.write(`${known.remedy}\n`);
  if (known?.requestId) io.stderr.write(`${paint.dim(`${known.serviceCode ?? ''} request id ${known.requestId}`)}\n`);
  if (verbose || !known) io.stderr.write(`${paint.dim(trace(error))}\n`);
}

const isKnown = (error: unknown): error is KnownError =>
  error instanceof Error && 'family' in error && typeof error.family === 'string' && error.family in EXIT_OF_FAMILY;

function trace(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${trace(error.cause)}`;
}
