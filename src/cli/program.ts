import { Command, CommanderError, type Option } from 'commander';
import type { CommandContext } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { CLOUD_OPTIONS } from './options/cloud.ts';
import { printError, printUsageError } from './render/error.ts';
import { rootHelp, versionLine } from './root-help.ts';

/** Parses a command line and runs its command. @returns the exit code. */
export async function runProgram(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const verbose = argv.includes('--verbose');
  const context: CommandContext = {
    io,
    verbose,
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  const json = argv.includes('--json');
  try {
    const wanted = wantedCommand(argv);
    const program = await buildProgram(wanted, context, { json, isHelp: isForHelp(argv) });
    await program.parseAsync([...parsable(argv, program)], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      return printError(error, io, { json, verbose });
    }
    if (error.exitCode === 0) return EXIT.ok;
    if (json) printUsageError(error, io);
    return EXIT.usage;
  }
}

/** The noun of `job list --local`, and of `help job`. */
function wantedCommand(argv: readonly string[]): string | undefined {
  const [word, next] = argv.filter((argument) => !argument.startsWith('-'));
  return word === 'help' ? next : word;
}

const isForHelp = (argv: readonly string[]): boolean =>
  argv.includes('help') || argv.includes('--help') || argv.includes('-h');

/**
 * `help job create` is `job create --help`. With --help the parser would answer a misspelt command or verb with the help of
 * the one above it; without, it names the nearest.
 */
function parsable(argv: readonly string[], program: Command): readonly string[] {
  if (!isForHelp(argv)) return argv;
  const words = argv[0] === 'help' ? argv.slice(1) : argv;
  const names = words.filter((word) => !word.startsWith('-'));
  let command = program;
  for (const [index, name] of names.entries()) {
    if (command.commands.length === 0) break;
    const next = command.commands.find((verb) => verb.name() === name);
    if (next === undefined && name !== 'help') return names.slice(0, index + 1);
    command = next ?? command;
  }
  return argv[0] === 'help' ? [...words, '--help'] : argv;
}

/** Registers every command by name, and the options of the one that is asked for. */
async function buildProgram(
  wanted: string | undefined,
  context: CommandContext,
  { json, isHelp }: { readonly json: boolean; readonly isHelp: boolean },
): Promise<Command> {
  const program = configure(new Command('novatune'), context.io, json).version(
    versionLine().trimEnd(),
    '-V, --version',
  );
  // Taken before and after every command and verb; read from the context.
  program.option('--verbose');
  program.helpInformation = rootHelp;
  for (const { name, summary, load } of COMMANDS) {
    const command = configure(program.command(name), context.io, json).summary(summary).description(summary);
    if (name !== wanted) continue;
    (await load()).register(command, context);
    if (isHelp) (await import('./help/verb-examples.ts')).addVerbExamples(command);
  }
  return program;
}

/** Errors are ours to print and to end with; subcommands inherit this from the command they are added to. */
function configure(command: Command, io: Io, json: boolean): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ groupItems: cloudLast })
    .showHelpAfterError('(add --help for what is possible)')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => {
        if (!json) io.stderr.write(text);
      },
    });
}

/** Groups of help in the order of their flags, but those of the cloud at the end. */
function cloudLast<Item extends Command | Option>(
  all: Item[],
  visible: Item[],
  groupOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  const own = all.filter((item) => groupOf(item) !== CLOUD_OPTIONS);
  for (const item of [...own, ...visible]) {
    const group = groupOf(item);
    if (group !== CLOUD_OPTIONS) groups.set(group, []);
  }
  for (const item of visible) {
    const group = groupOf(item);
    groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  const cloud = groups.get(CLOUD_OPTIONS);
  if (cloud && groups.delete(CLOUD_OPTIONS)) groups.set(CLOUD_OPTIONS, cloud);
  return groups;
}
