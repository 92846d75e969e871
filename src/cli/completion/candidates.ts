import type { Argument, Command, Option } from 'commander';

/** One word that may stand where the cursor is. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** What a shell offers: words of ours, and paths that the shell finds itself. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly paths: 'none' | 'files' | 'folders';
}

const NOTHING: Completion = { candidates: [], paths: 'none' };

/**
 * What may follow on a command line. Pure; the noun that the words name must have its verbs and flags registered.
 * @param words after `novatune`, the last one being typed; bash gives `--flag=value` in three words
 */
export function completionsOf(program: Command, words: readonly string[]): Completion {
  const typed = words.at(-1) === '=' ? '' : (words.at(-1) ?? '');
  const before = words.slice(0, -1);
  const { command, waiting, positionals, used, ended } = readWords(program, before);
  const flag = words.at(-1) === '=' || before.at(-1) === '=' ? optionNamed(command, flagBefore(words)) : waiting;
  const matching = ({ candidates, paths }: Completion): Completion => ({
    candidates: candidates.filter(({ word }) => word.startsWith(typed)),
    paths,
  });
  if (flag !== undefined && (isDue(flag, before) || !typed.startsWith('-'))) return matching(valuesOf(flag));
  const [, name, value] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  if (name !== undefined && value !== undefined && !ended) return joined(command, name, value);
  if (typed.startsWith('-') && !ended) return matching({ candidates: flagsOf(command, used), paths: 'none' });
  if (command.commands.length > 0 && positionals === 0)
    return matching({ candidates: verbsOf(command), paths: 'none' });
  return matching(argumentAt(command, positionals));
}

/** A flag was just named and cannot stand alone: even a word with a dash is its value. */
const isDue = (flag: Option, before: readonly string[]): boolean =>
  flag.required && /^(-.*|=)$/s.test(before.at(-1) ?? '');

interface Read {
  readonly command: Command;
  /** The flag that still takes a value. */
  readonly waiting: Option | undefined;
  /** Words that are neither verbs, nor flags, nor their values. */
  readonly positionals: number;
  readonly used: ReadonlySet<Option>;
  /** After `--` nothing is a flag. */
  readonly ended: boolean;
}

function readWords(program: Command, words: readonly string[]): Read {
  const end = words.indexOf('--');
  const used = new Set<Option>();
  let read: Read = { command: program, waiting: undefined, positionals: 0, used, ended: false };
  for (const word of end === -1 ? words : words.slice(0, end)) {
    const option = word.startsWith('-') ? optionNamed(read.command, word.split('=')[0]) : undefined;
    if (option) used.add(option);
    read = { ...read, ...readWord(word, option, read) };
  }
  if (end === -1) return read;
  return { ...read, waiting: undefined, positionals: read.positionals + words.length - end - 1, ended: true };
}

function readWord(word: string, option: Option | undefined, { command, waiting, positionals }: Read): Partial<Read> {
  if (word.startsWith('-'))
    return { waiting: option && !word.includes('=') && takesValue(option) ? option : undefined };
  if (waiting) return waiting.variadic || word === '=' ? {} : { waiting: undefined };
  const verb = positionals > 0 ? undefined : verbNamed(command, word);
  return verb ? { command: verb } : { positionals: positionals + 1 };
}

const verbNamed = (command: Command, word: string): Command | undefined =>
  command.commands.find((verb) => verb.name() === word || verb.aliases().includes(word));

const optionNamed = (command: Command, word: string | undefined): Option | undefined =>
  command.options.find(({ long, short }) => word !== undefined && (long === word || short === word));

/** `--status` of `--status = Comp`. */
function flagBefore(words: readonly string[]): string | undefined {
  const equals = words.lastIndexOf('=');
  return equals < 1 ? undefined : words[equals - 1];
}

const takesValue = ({ required, optional }: Option): boolean => required || optional;

/** Zsh and fish keep `--flag=value` one word, so the candidates begin with the flag. */
function joined(command: Command, name: string, value: string): Completion {
  const option = optionNamed(command, name);
  if (!option || !takesValue(option)) return NOTHING;
  const { candidates, paths } = valuesOf(option);
  const own = candidates.filter(({ word }) => word.startsWith(value));
  return { candidates: own.map((one) => ({ ...one, word: `${name}=${one.word}` })), paths };
}

const valuesOf = ({ argChoices = [], flags }: Option): Completion => ({
  candidates: argChoices.map((word) => ({ word, description: '' })),
  paths: argChoices.length > 0 ? 'none' : pathsFor(/[<[]([^>\]]+)[>\]]/.exec(flags)?.[1] ?? ''),
});

/** Flags name what they take: `<file>`, `<folder>`. */
function pathsFor(placeholder: string): Completion['paths'] {
  if (/folder/.test(placeholder)) return 'folders';
  return /file|path|recipe|source|csv/.test(placeholder) ? 'files' : 'none';
}

function flagsOf(command: Command, used: ReadonlySet<Option>): Candidate[] {
  const help = { word: '--help', description: 'show help' };
  const version = { word: '--version', description: 'print the version' };
  const own = command.options.filter(
    (option) => !option.hidden && option.long !== '--version' && (!used.has(option) || isRepeatable(option)),
  );
  const flags = own.map(({ long, flags, description }) => ({ word: long ?? flags, description }));
  return [...flags, help, ...(command.parent ? [] : [version])];
}

const isRepeatable = ({ variadic, description }: Option): boolean => variadic || description.includes('(repeatable)');

const verbsOf = (command: Command): Candidate[] => [
  ...command.commands.map((verb) => ({ word: verb.name(), description: verb.summary() || verb.description() })),
  { word: 'help', description: 'help for a command' },
];

function argumentAt(command: Command, index: number): Completion {
  const declared: readonly Argument[] = command.registeredArguments;
  const argument = declared[index] ?? (declared.at(-1)?.variadic ? declared.at(-1) : undefined);
  if (!argument) return NOTHING;
  const choices = argument.argChoices ?? [];
  if (choices.length === 0) return { candidates: [], paths: pathsFor(argument.name()) };
  return { candidates: choices.map((word) => ({ word, description: '' })), paths: 'none' };
}
