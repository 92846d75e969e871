import { basename, extname, resolve } from 'node:path';
import type { NamedScores, Scores } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { readTruth, type Truth, type TruthFlags } from '../../options/truth.ts';
import { readTextFile } from '../../read-text.ts';
import { scorePredictions } from '../evaluate/score-predictions.ts';

export interface ModelFlags extends TruthFlags {
  readonly base?: string;
  readonly tuned?: string;
}

/** Names that the reference guide gives to the two models of a comparison. */
const GUIDE_NAMES = { base: 'Base Model', tuned: 'Fine-tuned Model' } as const;

/**
 * The models to compare, the base first: `--base` and `--tuned`, or files in the order given, named by themselves.
 * A file of scores is taken as it is, a file of predictions is scored against the truth that the flags name.
 * @throws {InputError} `models-too-few`, `scores-unreadable`, `truth-missing`, and those of scoring
 */
export async function readModels(
  files: readonly string[],
  flags: ModelFlags,
  context: CommandContext,
): Promise<readonly NamedScores[]> {
  const named = await nameFiles(files, flags);
  const models: NamedScores[] = [];
  let truth: Truth | undefined;
  for (const { name, file } of named) {
    const path = resolve(context.io.cwd, file);
    const scores = scoresIn(await readTextFile(path, 'scores or predictions of a model'));
    if (scores === undefined) truth ??= await truthFor(file, flags, context);
    if (scores) models.push({ name, scores });
    else if (truth) models.push({ name, scores: (await scorePredictions(path, truth, {})).scores });
  }
  return models;
}

async function nameFiles(
  files: readonly string[],
  { base, tuned }: ModelFlags,
): Promise<readonly { readonly name: string; readonly file: string }[]> {
  const byFlag = [
    ...(base === undefined ? [] : [{ name: GUIDE_NAMES.base, file: base }]),
    ...(tuned === undefined ? [] : [{ name: GUIDE_NAMES.tuned, file: tuned }]),
  ];
  const named = [...byFlag, ...files.map((file) => ({ name: basename(file, extname(file)), file }))];
  if (named.length >= 2 && (byFlag.length === 0 || byFlag.length === 2)) return named;
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'models-too-few',
    byFlag.length === 1
      ? 'Expected --base and --tuned together, got one of them.'
      : `Expected two or more files to compare, got ${named.length}.`,
    { remedy: 'Name the files, the base first: novatune compare base.json tuned.json' },
  );
}

/** @returns undefined when the text is something else, such as predictions. */
function scoresIn(text: string): Scores | undefined {
  try {
    const content = JSON.parse(text) as Partial<Scores> | null;
    return Array.isArray(content?.outcomes) ? (content as Scores) : undefined;
  } catch {
    return undefined; // JSON Lines.
  }
}

async function truthFor(file: string, flags: ModelFlags, context: CommandContext): Promise<Truth> {
  if (flags.dataset !== undefined || flags.groundTruthFile !== undefined) return readTruth(flags, context);
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'scores-unreadable',
    `Expected scores written by \`novatune evaluate --out\` in ${file}; it has no outcomes.`,
    { remedy: 'If it holds predictions, say what is right with --dataset or --ground-truth-file.' },
  );
}
