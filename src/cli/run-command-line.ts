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
  const [noun, verb, ...words] = argv;
  if (noun === 'completion' && verb === 'words') {
    const { completeWords } = await import('./completion/complete-words.ts');
    await completeWords(words[0] === '--' ? words.slice(1) : words, io);
    return EXIT.ok;
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(argv, io);
}
