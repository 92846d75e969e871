import { basename, extname, resolve } from 'node:path';
import type { CommandContext, Register } from '../command.ts';
import { addTruthOptions, readTruth, type TruthFlags } from '../options/truth.ts';
import { printNext, printResult } from '../output.ts';
import { describeScores } from '../render/scores.ts';
import { writeJson } from '../write-file.ts';
import { type ScoredPredictions, scorePredictions } from './evaluate/score-predictions.ts';

interface EvaluateFlags extends TruthFlags {
  readonly predictions: string;
  readonly modelId?: string;
  readonly baseModel?: string;
  readonly modelName?: string;
  readonly out?: string;
  readonly outputFile?: string;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  addTruthOptions(command)
    .requiredOption('--predictions <file>', 'JSON Lines file written by infer')
    .option('--model-id <id>', 'which model, when the file holds answers of several')
    .option('--base-model <id>', 'base model of a custom one, for its price')
    .option('--model-name <name>', 'name of the model in --output-file (default: name of the predictions file)')
    .option('--out <file>', 'keep the scores as JSON, for compare')
    .option('--output-file <file>', 'results and metrics as JSON, with the keys of the AWS sample’s inference script')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune evaluate --dataset data/scans --predictions base.jsonl --out base.json\n  $ novatune evaluate --ground-truth-file labels.json --predictions tuned.jsonl --output-file results.json --json',
    )
    .action((flags: EvaluateFlags) => run(flags, context));
};

async function run(flags: EvaluateFlags, context: CommandContext): Promise<void> {
  const { worstOutcomes } = await import('../../toolkit/index.ts');
  const truth = await readTruth(flags, context);
  const scored = await scorePredictions(resolve(context.io.cwd, flags.predictions), truth, flags);
  const { scores } = scored;
  await keep(scored, flags, context);
  printResult(scores, () => describeScores(scores, worstOutcomes(scores.outcomes)), flags.json, context);
  printNext(nextCommand(flags), context);
}

async function keep(
  { scores, predictions }: ScoredPredictions,
  { out, outputFile, predictions: file, modelName }: EvaluateFlags,
  { io }: CommandContext,
): Promise<void> {
  if (out !== undefined) await writeJson(resolve(io.cwd, out), scores);
  if (outputFile === undefined) return;
  const { guideResults } = await import('../../toolkit/index.ts');
  const name = modelName ?? basename(file, extname(file));
  await writeJson(resolve(io.cwd, outputFile), guideResults(scores, predictions, name));
}

/** Scores that were not kept cannot be compared. */
function nextCommand({ out, dataset, groundTruthFile, predictions }: EvaluateFlags): string {
  if (out !== undefined) return `novatune compare base.json ${out}`;
  const truth = dataset === undefined ? `--ground-truth-file ${groundTruthFile}` : `--dataset ${dataset}`;
  return `novatune evaluate ${truth} --predictions ${predictions} --out scores.json`;
}
