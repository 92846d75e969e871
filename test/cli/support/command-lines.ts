import { Command, CommanderError } from 'commander';
import { COMMANDS } from '../../../src/cli/command-table.ts';
import { addVerbExamples } from '../../../src/cli/help/verb-examples.ts';
import type { Io } from '../../../src/cli/io.ts';

/** Nothing is run, so nothing is read or written. */
const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {}, cwd: '/' };

/** Every noun with its verbs and flags, as the program has them; or every noun by name and one in full. */
export async function loadCommands(only?: string): Promise<Command> {
  const program = new Command('novatune');
  program.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  for (const { name, load } of COMMANDS) {
    const command = program.command(name).copyInheritedSettings(program);
    if (only !== undefined && name !== only) continue;
    const outside: Io = { ...io, signal: new AbortController().signal };
    (await load()).register(command, { io: outside, verbose: false, exitWith: () => undefined });
    addVerbExamples(command);
  }
  return program;
}

/** Nouns and verbs that do something, with their words: `job create`, `demo`. */
export function leavesOf(command: Command, words: readonly string[] = []): (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((verb) => leavesOf(verb, [...words, verb.name()]));
}

/** What the real parser objects to in a command line, with the actions left out; undefined when it would run. */
export async function objectionTo(words: readonly string[]): Promise<string | undefined> {
  // Values of an earlier parse stay in a command, so each line gets commands of its own.
  const program = await loadCommands(words.find((word) => !word.startsWith('-')) ?? '');
  let ran = false;
  for (const [, leaf] of leavesOf(program)) {
    leaf.action(() => {
      ran = true;
    });
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return ran ? undefined : `${words.join(' ')} runs no command`;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.code === 'commander.helpDisplayed' ? undefined : error.message;
  }
}

/** Words of a shell line: quotes, backslashes, `$(…)` and comments; pipes and redirections end it. */
export function shellWords(line: string): string[] {
  const words = line.match(/(?:"(?:\\.|\$\([^)]*\)|[^"])*"|'[^']*'|\\.|\$\([^)]*\)|[^\s"'])+/g) ?? [];
  const end = words.findIndex((word) => /^(#|\||>|<|;|&)/.test(word));
  return (end === -1 ? words : words.slice(0, end)).map((word) => word.replace(/^(["'])(.*)\1$/s, '$2'));
}

/** The command lines of novatune in a text of shell lines, each without the name of the program. */
export function novatuneLines(text: string): string[] {
  const lines = text.replace(/\\\n\s*/g, ' ').split('\n');
  return lines.flatMap((line) => {
    const [, rest] = /^\s*(?:\$ )?(?:\w+=\S+ )*(?:npx |npm run )?novatune (?:-- )?(.*)$/.exec(line) ?? [];
    const inner = [...line.matchAll(/\$\((?:npx )?novatune ([^)]*)\)/g)].flatMap(([, words]) => words ?? []);
    return [...(rest === undefined ? [] : [rest]), ...inner];
  });
}
