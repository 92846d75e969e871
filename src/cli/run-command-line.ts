import { Command, CommanderError } from 'commander';
import type { CommandContext } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { printError } from './render/error.ts';
import { packageVersion } from './version.ts';

const EXAMPLES = `
Examples:
  $ novatune demo                                   the whole flow on sample documents, no AWS account needed
  $ novatune job list --local                       every command works on the embedded cloud too

Exit codes: 0 ok · 1 unexpected · 2 usage · 3 a check failed · 4 configuration or credentials · 5 the service refused
            6 over budget · 7 partial, run again to resume · 130 interrupted
No telemetry.`;

/** Runs one command line. @returns the exit code. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const context: CommandContext = {
    io,
    exitWith: (wanted) => {
      code = wanted;
    },
  };
  try {
    const program = await buildProgram(argv, context);
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return printError(error, io, { json: argv.includes('--json'), verbose: argv.includes('--verbose') });
  }
}

/** Registers every command by name, and the options of the one that is asked for. */
async function buildProgram(argv: readonly string[], context: CommandContext): Promise<Command> {
  const program = configure(new Command('novatune'), context.io)
    .description('Fine-tune Amazon Nova on Amazon Bedrock with document images, or rehearse it on the embedded cloud.')
    .version(`novatune ${packageVersion()} (Node ${process.versions.node})`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', EXAMPLES)
    .action(() => {
      program.outputHelp();
    });
  const words = argv.filter((argument) => !argument.startsWith('-'));
  const wanted = words[0] === 'help' ? words[1] : words[0];
  for (const { name, summary, load } of COMMANDS) {
    const command = configure(program.command(name), context.io).summary(summary).description(summary);
    if (name === wanted) (await load()).register(command, context);
  }
  return program;
}

/** Errors are ours to print and to end with; subcommands inherit this from the command they are added to. */
function configure(command: Command, io: Io): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what is possible)')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
}
