import { COMMANDS } from './command-table.ts';
import { packageVersion } from './version.ts';

const COLUMN = 14;

const EXAMPLES = `Examples:
  $ novatune demo                                   the whole flow on sample documents, no AWS account needed
  $ novatune job list --local                       every command works on the embedded cloud too

Exit codes: 0 ok · 1 unexpected · 2 usage · 3 a check failed · 4 configuration or credentials · 5 the service refused
            6 over budget · 7 partial, run again to resume · 130 interrupted
No telemetry.`;

/** What `novatune --help` prints. Written here so that it needs no parser: it must come at once. */
export function rootHelp(): string {
  const line = (term: string, text: string) => `  ${term.padEnd(COLUMN)}${text}`;
  return [
    'Usage: novatune [options] [command]',
    '',
    'Fine-tune Amazon Nova on Amazon Bedrock with document images, or rehearse it on the embedded cloud.',
    '',
    'Options:',
    line('-V, --version', 'print the version'),
    line('-h, --help', 'show help; `novatune <command> --help` for one command'),
    line('--verbose', 'with any command: causes and traces of errors; doctor: also what is in order'),
    '',
    'Commands:',
    ...COMMANDS.map(({ name, summary }) => line(name, summary)),
    '',
    EXAMPLES,
    '',
  ].join('\n');
}

export const versionLine = (): string => `novatune ${packageVersion()} (Node ${process.versions.node})\n`;

/** The answer to a command line that asks for nothing but help or the version; undefined for any other. */
export function answerAtOnce(argv: readonly string[]): string | undefined {
  const [word = '--help', ...more] = argv;
  if (more.length > 0) return undefined;
  if (word === '--help' || word === '-h' || word === 'help') return rootHelp();
  return word === '--version' || word === '-V' ? versionLine() : undefined;
}
