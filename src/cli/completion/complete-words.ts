import { Command } from 'commander';
import { COMMANDS } from '../command-table.ts';
import type { Io } from '../io.ts';
import { type Completion, completionsOf } from './candidates.ts';

/**
 * Answers a shell that completes a command line: `word<TAB>description` lines, then `:files`, `:folders` or `:none`.
 * Only the module of the noun in the words is loaded.
 */
export async function completeWords(words: readonly string[], io: Io): Promise<void> {
  // `help job create` is completed like `job create`.
  const asked = words.length > 1 && words[0] === 'help' ? words.slice(1) : words;
  const program = await programFor(asked.slice(0, -1), io);
  io.stdout.write(linesOf(completionsOf(program, asked)));
}

async function programFor(words: readonly string[], io: Io): Promise<Command> {
  const program = new Command('novatune');
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).summary(summary);
    if (words.includes(name)) (await load()).register(command, { io, verbose: false, exitWith: () => undefined });
  }
  return program;
}

function linesOf({ candidates, paths }: Completion): string {
  const lines = candidates.map(({ word, description }) => `${word}\t${description.replace(/\s+/g, ' ')}`);
  return `${[...lines, `:${paths}`].join('\n')}\n`;
}
