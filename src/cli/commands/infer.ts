import { resolve } from 'node:path';
import type { ConnectedCloud, InferSummary, RolloutCounters } from '../../toolkit/index.ts';
import type { CommandContext, Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { announceCloud, withCloud } from '../options/cloud.ts';
import { printNext, printResult } from '../output.ts';
import { describeInference } from '../render/infer.ts';
import { writeJson } from '../write-file.ts';
import { type Asked, askAll } from './infer/ask-all.ts';
import { chooseBase } from './infer/base-model.ts';
import { requireInferBudget } from './infer/budget.ts';
import { openDocuments } from './infer/documents.ts';
import { addInferOptions, type InferFlags } from './infer/flags.ts';
import { readTruths } from './infer/ground-truth.ts';
import { isOwnResults, judge } from './infer/results-file.ts';

export const register: Register = (command, context) => {
  addInferOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ novatune infer --model-id us.amazon.nova-lite-v1:0 --dataset data/scans --predictions base.jsonl
  $ novatune infer --model-id my-deployment-arn --image-path page.png --task-prompt-file prompt.txt
  $ novatune infer --model-id my-deployment-arn --image-directory scans --dataset-manifest data/scans --fallback us.amazon.nova-lite-v1:0 --share 10%`,
    )
    .action((flags: InferFlags) => run(flags, context));
};

/** What one model came to, as `--json` prints it. */
interface ModelReport extends InferSummary {
  readonly modelId: string;
  readonly predictionsFile: string;
  readonly shadowFile?: string;
  readonly rollout?: RolloutCounters;
}

function run(flags: InferFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const modelId = await requireModel(flags, cloud, context);
    await announceCloud(cloud, context);
    const opened = await openDocuments(flags, context.io.cwd);
    const truths = await readTruths(opened.documents, flags.groundTruthFile, context.io.cwd);
    const base = await baseOf(modelId, flags, cloud);
    const predictionsFile = resolve(context.io.cwd, flags.predictions);
    await requireInferBudget({ modelId, base }, predictionsFile, opened, flags, cloud, context);
    const asked = [await askAll({ modelId, predictionsFile, flags, opened, cloud, context })];
    if (base !== undefined) {
      const beside = besides(predictionsFile, 'base');
      // A rollout is of the first model alone.
      const { fallback: _fallback, share: _share, shadow: _shadow, ...plain } = flags;
      asked.push(await askAll({ modelId: base, predictionsFile: beside, flags: plain, opened, cloud, context }));
    }
    await writeResults(asked, { opened, truths }, flags, context);
    print(asked, flags, context);
  });
}

/** An endpoint may be called by its name; ids of base models and profiles hold a dot, ARNs a colon. */
async function requireModel(
  { modelId, provisionedModelArn }: InferFlags,
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<string> {
  const model = modelId ?? provisionedModelArn;
  const { findServedEndpoint, InputError } = await import('../../toolkit/index.ts');
  if (model !== undefined) return /[.:]/.test(model) ? model : (await findServedEndpoint(model, cloud, io.signal)).id;
  throw new InputError('option-invalid', 'Expected --model-id with the model to ask.', {
    remedy:
      'Name a base model such as us.amazon.nova-lite-v1:0, or a deployment or provisioned throughput by name or ARN.',
  });
}

async function baseOf(modelId: string, flags: InferFlags, cloud: ConnectedCloud): Promise<string | undefined> {
  if (flags.compareWithBase === undefined) return undefined;
  return flags.compareWithBase === true ? chooseBase(modelId, cloud) : flags.compareWithBase;
}

/** `predictions.jsonl` → `predictions.base.jsonl` */
const besides = (file: string, what: string): string => `${file.replace(/\.jsonl$/, '')}.${what}.jsonl`;

async function writeResults(
  asked: readonly Asked[],
  {
    opened,
    truths,
  }: { readonly opened: Awaited<ReturnType<typeof openDocuments>>; readonly truths: ReadonlyMap<string, string> },
  flags: InferFlags,
  context: CommandContext,
): Promise<void> {
  const { inferenceComparison, inferenceResults } = await import('../../toolkit/index.ts');
  if (flags.outputFile === undefined) return;
  const models = [];
  for (const { modelId, predictions } of asked) {
    models.push(inferenceResults(modelId, await judge(opened.documents, predictions, truths, opened.trained)));
  }
  const [only] = models;
  const content = models.length === 1 ? only : inferenceComparison(models);
  await writeJson(resolve(context.io.cwd, flags.outputFile), content, isOwnResults);
}

function print(asked: readonly Asked[], flags: InferFlags, context: CommandContext): void {
  const reports = asked.map(
    ({ modelId, summary, predictionsFile, shadowFile, rollout }): ModelReport => ({
      modelId,
      ...summary,
      predictionsFile,
      ...(shadowFile !== undefined && { shadowFile }),
      ...(rollout && { rollout }),
    }),
  );
  const [first, second] = reports;
  const text = () =>
    reports
      .map((one) => `${reports.length > 1 ? `${one.modelId}\n` : ''}${describeInference(one, one.rollout)}`)
      .join('\n');
  const isOneAnswer = reports.length === 1 && first?.documents === 1 && !flags.json;
  if (!isOneAnswer) printResult(second ? { ...first, base: second } : first, text, flags.json, context);
  if (reports.some(({ failed }) => failed > 0)) context.exitWith(EXIT.partial);
  else if (flags.dataset !== undefined)
    printNext(`novatune evaluate --dataset ${flags.dataset} --predictions ${flags.predictions}`, context);
}
