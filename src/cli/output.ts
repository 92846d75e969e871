import type { CommandContext } from './command.ts';

/** Result to stdout: one JSON document, or text for people. */
export function printResult(
  result: unknown,
  text: () => string,
  json: boolean | undefined,
  { io }: CommandContext,
): void {
  io.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${text()}\n`);
}

/** The command that comes next, on stderr. */
export function printNext(command: string, { io }: CommandContext): void {
  io.stderr.write(`next: ${command}\n`);
}
