import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { answerAtOnce } from './root-help.ts';

/** Runs one command line. @returns the exit code. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  const answer = answerAtOnce(argv);
  if (answer !== undefined) {
    io.stdout.write(answer);
    return EXIT.ok;
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(argv, io);
}
