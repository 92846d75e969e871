import { basename, extname, resolve } from 'node:path';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { addBudgetOptions } from '../options/budget.ts';
import { addCloudOptions } from '../options/cloud.ts';
import { addTruthOptions, readTruth, type TruthFlags } from '../options/truth.ts';
import { printNext, printResult } from '../output.ts';
import { describeJudge, describeJudgePlan } from '../render/judge.ts';
import { describeScores } from '../render/scores.ts';
import { sameBut, writeJson } from '../write-file.ts';
import { type JudgeFlags, judgeScores, planJudge } from './evaluate/judge-scores.ts';
import { type ScoredPredictions, scorePredictions } from './evaluate/score-predictions.ts';

interface EvaluateFlags extends TruthFlags, JudgeFlags {
  readonly predictions: string;
  readonly modelId?: string;
  readonly baseModel?: string;
  readonly modelName?: string;
  readonly out?: string;
  readonly outputFile?: string;
  readonly json?: boolean;
}

export const register: Register = (command, context) => {
  addBudgetOptions(addCloudOptions(addTruthOptions(command)))
    .requiredOption('--predictions <file>', 'JSON Lines file written by infer')
    .option('--model-id <id>', 'which model, when the file holds answers of several')
    .option('--base-model <id>', 'base model of a custom one, for its price')
    .option('--model-name <name>', 'name of the model in --output-file (default: name of the predictions file)')
    .option('--out <file>', 'keep the scores as JSON, for compare')
    .option('--output-file <file>', 'results and metrics as JSON, with the keys of the AWS sample’s inference script')
    .option('--judge <id>', 'have this model say which free-text answers mean the same as the truth; paid')
    .option('--judge-journal <file>', 'judgements, kept and not asked again (default: <predictions>.judge.jsonl)')
    .option('--dry-run', 'with --judge: print what would be asked; ask and write nothing')
    .option('--yes', 'do not ask before calling the judge')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune evaluate --dataset data/scans --predictions base.jsonl --out base.json\n  $ novatune evaluate --ground-truth-file labels.json --predictions tuned.jsonl --output-file results.json --json\n  $ novatune evaluate --dataset data/invoices --predictions tuned.jsonl --judge us.amazon.nova-pro-v1:0 --max-cost 1',
    )
    .action((flags: EvaluateFlags) => run(flags, context));
};

async function run(flags: EvaluateFlags, context: CommandContext): Promise<void> {
  const { worstOutcomes } = await import('../../toolkit/index.ts');
  const truth = await readTruth(flags, context);
  const scored = await scorePredictions(resolve(context.io.cwd, flags.predictions), truth, flags);
  const { scores } = scored;
  const judging = judgingOf(flags, context);
  if (flags.dryRun && judging) {
    const { plan, estimate } = await planJudge(scores, judging);
    const { formatCost } = await import('../../toolkit/index.ts');
    printResult({ plan, estimate }, () => describeJudgePlan(plan, formatCost(estimate.total)), flags.json, context);
    return;
  }
  const judge = judging && (await judgeScores(scores, judging, flags, context));
  const result = judge ? { ...scores, judge } : scores;
  await keep({ ...scored, result }, flags, context);
  const text = () =>
    [describeScores(scores, worstOutcomes(scores.outcomes)), ...(judge ? ['', describeJudge(judge)] : [])].join('\n');
  printResult(result, text, flags.json, context);
  if (judge && judge.unjudged > 0) context.exitWith(EXIT.partial);
  else printNext(nextCommand(flags), context);
}

/** Judgements stand beside the predictions. */
function judgingOf({ judge, judgeJournal, predictions }: EvaluateFlags, { io }: CommandContext) {
  if (judge === undefined) return undefined;
  const beside = predictions.slice(0, predictions.length - extname(predictions).length);
  return { modelId: judge, journalFile: resolve(io.cwd, judgeJournal ?? `${beside}.judge.jsonl`) };
}

async function keep(
  { scores, predictions, result }: ScoredPredictions & { readonly result: object },
  { out, outputFile, predictions: file, modelName }: EvaluateFlags,
  { io }: CommandContext,
): Promise<void> {
  if (out !== undefined) await writeJson(resolve(io.cwd, out), result, sameBut('judge', result));
  if (outputFile === undefined) return;
  const { guideResults } = await import('../../toolkit/index.ts');
  const name = modelName ?? basename(file, extname(file));
  await writeJson(resolve(io.cwd, outputFile), guideResults(scores, predictions, name));
}

/** Scores that were not kept cannot be compared. */
function nextCommand({ out, dataset, groundTruthFile, predictions }: EvaluateFlags): string {
  if (out !== undefined) return `novatune compare ${/base/.test(out) ? `${out} tuned.json` : `base.json ${out}`}`;
  const truth = dataset === undefined ? `--ground-truth-file ${groundTruthFile}` : `--dataset ${dataset}`;
  return `novatune evaluate ${truth} --predictions ${predictions} --out scores.json`;
}
