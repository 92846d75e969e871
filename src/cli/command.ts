import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

/** What a command may use of its surroundings. */
export interface CommandContext {
  readonly io: Io;
  /** `--verbose`: everything there is to say. */
  readonly verbose: boolean;
  /** Ends the process with another code than 0 without an error, e.g. when a check failed and the findings are already printed. */
  exitWith(code: ExitCode): void;
}

/** Registers the options, verbs and actions of one noun. */
export type Register = (command: Command, context: CommandContext) => void;

/** One noun of the command line: a line in the table, and its options and work when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the module of the noun. Nothing is loaded for commands that are not asked for. */
  readonly load: () => Promise<{ readonly register: Register }>;
}
