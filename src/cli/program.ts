import { Command, CommanderError } from 'commander';
import type { CommandContext } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { printError, printUsageError } from './render/error.ts';
import { rootHelp, versionLine } from './root-help.ts';

/** Parses a command line and runs its command. @returns the exit code. */
export async function runProgram(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const context: CommandContext = {
    io,
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  const json = argv.includes('--json');
  try {
    const wanted = wantedCommand(argv);
    const program = await buildProgram(wanted, context, json);
    // With --help the parser would answer a misspelt command with the help of the root.
    const isKnown = wanted === undefined || COMMANDS.some(({ name }) => name === wanted);
    await program.parseAsync(isKnown ? [...argv] : [wanted], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      return printError(error, io, { json, verbose: argv.includes('--verbose') });
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

/** Registers every command by name, and the options of the one that is asked for. */
async function buildProgram(wanted: string | undefined, context: CommandContext, json: boolean): Promise<Command> {
  const program = configure(new Command('novatune'), context.io, json).version(
    versionLine().trimEnd(),
    '-V, --version',
  );
  program.helpInformation = rootHelp;
  for (const { name, summary, load } of COMMANDS) {
    const command = configure(program.command(name), context.io, json).summary(summary).description(summary);
    if (name === wanted) (await load()).register(command, context);
  }
  return program;
}

/** Errors are ours to print and to end with; subcommands inherit this from the command they are added to. */
function configure(command: Command, io: Io, json: boolean): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what is possible)')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => {
        if (!json) io.stderr.write(text);
      },
    });
}
