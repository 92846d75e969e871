import type { Scores } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { printResult } from '../output.ts';
import { readTextFile } from '../read-text.ts';
import { writeJson } from '../write-file.ts';

interface CompareFlags {
  readonly base: string;
  readonly tuned: string;
  readonly out?: string;
  readonly failIfWorse?: boolean;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  command
    .requiredOption('--base <file>', 'scores of the base model')
    .requiredOption('--tuned <file>', 'scores of the tuned model')
    .option('--out <file>', 'keep the comparison as JSON')
    .option('--fail-if-worse', `end with exit code ${EXIT.checkFailed} when the tuned model is worse`)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune compare --base base.json --tuned tuned.json\n  $ novatune compare --base base.json --tuned tuned.json --fail-if-worse --json',
    )
    .action((flags: CompareFlags) => run(flags, context));
};

async function run(flags: CompareFlags, context: CommandContext): Promise<void> {
  const { compare } = await import('../../toolkit/index.ts');
  const comparison = compare(await readScores(flags.base), await readScores(flags.tuned));
  if (flags.out !== undefined) await writeJson(flags.out, comparison);
  printResult(comparison, () => comparison.sentence, flags.json, context);
  if (flags.failIfWorse && comparison.verdict === 'worse') context.exitWith(EXIT.checkFailed);
}

async function readScores(file: string): Promise<Scores> {
  const { InputError } = await import('../../toolkit/index.ts');
  const text = await readTextFile(file, 'scores of a model');
  try {
    const scores = JSON.parse(text) as Partial<Scores> | null;
    if (Array.isArray(scores?.outcomes)) return scores as Scores;
  } catch (cause) {
    throw new InputError('scores-unreadable', `Expected JSON in ${file}.`, { cause });
  }
  throw new InputError(
    'scores-unreadable',
    `Expected scores written by \`novatune evaluate --out\` in ${file}; it has no outcomes.`,
  );
}
