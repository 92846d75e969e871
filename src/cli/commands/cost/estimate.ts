import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { BreakEven, CostEstimate, PlanOptions, PriceTable, RunPlan } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { addBudgetOptions, type BudgetFlags } from '../../options/budget.ts';
import { addCloudOptions, type CloudFlags } from '../../options/cloud.ts';
import { realNumber, wholeNumber } from '../../options/numbers.ts';
import { printResult } from '../../output.ts';
import { describeBreakEven, describeCosts } from '../../render/cost.ts';
import { pricesOf } from './price-options.ts';
import { planOfRecipe } from './recipe-plan.ts';

interface EstimateFlags extends CloudFlags, BudgetFlags {
  readonly dataset?: string;
  readonly trainingData?: string;
  readonly baseModel?: string;
  readonly epochCount?: number;
  readonly maxTokens?: number;
  readonly throughputHours?: number;
  readonly modelUnits?: number;
  readonly storageMonths?: number;
  readonly documentsPerDay?: number;
  readonly json?: boolean;
}

export function registerEstimate(command: Command, context: CommandContext): void {
  addBudgetOptions(addCloudOptions(command))
    .argument('[recipe]', 'recipe file; nothing of it is run')
    .option('--dataset <folder>', 'prepared data set')
    .option('--training-data <file>', 'training file, .jsonl')
    .option('--base-model <model>', 'nova-micro, nova-lite, nova-pro, nova-2-lite, or an id (default: nova-lite)')
    .option('--epoch-count <n>', 'default: as recommended for so many rows', wholeNumber(1, 5))
    .option('--max-tokens <n>', 'most tokens of an answer (default: 256)', wholeNumber(1))
    .option('--throughput-hours <hours>', 'serve from provisioned throughput for so long', realNumber(0, 1e6))
    .option('--model-units <n>', 'model units of throughput (default: 1)', wholeNumber(1))
    .option('--storage-months <n>', 'keep the custom model for so long (default: 1)', realNumber(0, 1200))
    .option(
      '--documents-per-day <n>',
      'what serving so many documents costs a month, and the break-even',
      wholeNumber(1),
    )
    .option('--bundled', 'do not look prices up, take the bundled table')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune cost estimate --dataset data/scans --base-model nova-2-lite --max-cost 20\n  $ novatune cost estimate --training-data train.jsonl --epoch-count 3 --json',
    )
    .action((recipe: string | undefined, flags: EstimateFlags) => estimate(recipe, flags, context));
}

async function estimate(recipe: string | undefined, flags: EstimateFlags, context: CommandContext): Promise<void> {
  const toolkit = await import('../../../toolkit/index.ts');
  const plan = await planOf(recipe, flags, context);
  const prices = await pricesOf(flags, context);
  const run = toolkit.estimateRun(plan, prices);
  const serving = flags.documentsPerDay === undefined ? undefined : await serve(plan, flags.documentsPerDay, prices);
  const text = () =>
    [
      `${plan.baseModel}, ${plan.training.epochs} epochs${plan.asking ? `, ${plan.asking.documents} held-out documents asked of both models` : ''}`,
      '',
      describeCosts(run, toolkit),
      ...(serving ? ['', ...describeServing(serving, toolkit)] : []),
      'S3 storage and requests are not counted.',
    ].join('\n');
  printResult({ plan, ...run, ...(serving && { serving }) }, text, flags.json, context);
  if (flags.maxCost !== undefined) toolkit.requireWithin(run, flags.maxCost);
}

async function planOf(recipe: string | undefined, flags: EstimateFlags, context: CommandContext): Promise<RunPlan> {
  const { InputError } = await import('../../../toolkit/index.ts');
  const { dataset, trainingData } = flags;
  const given = [recipe, dataset, trainingData].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new InputError('option-invalid', 'Expected exactly one of a recipe file, --dataset and --training-data.', {
      remedy: 'Name what the run will be trained on.',
    });
  }
  const at = (path: string) => resolve(context.io.cwd, path);
  if (recipe !== undefined) return planOfRecipe(at(recipe), await overrides(flags), context);
  return dataset === undefined ? planOfFile(at(trainingData ?? ''), flags) : planOfDataset(at(dataset), flags);
}

async function planOfDataset(folder: string, flags: EstimateFlags): Promise<RunPlan> {
  const { planRun, readDataset } = await import('../../../toolkit/index.ts');
  const { manifest } = await readDataset(folder);
  return planRun(manifest, await planOptions(flags, manifest.counts.train));
}

async function planOfFile(file: string, flags: EstimateFlags): Promise<RunPlan> {
  const { InputError, planTraining, trainingFileTokens } = await import('../../../toolkit/index.ts');
  const counted = await trainingFileTokens(createReadStream(file)).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError('file-unreadable', `Expected a readable training file, got ${file} (${cause.code}).`, {
      remedy: 'Check the path and its permissions.',
      cause,
    });
  });
  return planTraining(counted.tokens, await planOptions(flags, counted.records));
}

/** What the flags say of a plan. @throws InputError `base-model-unknown` */
async function overrides(flags: EstimateFlags): Promise<Partial<PlanOptions>> {
  const { findNovaModel, InputError, NOVA_MODELS } = await import('../../../toolkit/index.ts');
  const { baseModel, throughputHours, modelUnits, epochCount, maxTokens, storageMonths } = flags;
  if (baseModel !== undefined && !findNovaModel(baseModel)) {
    const names = NOVA_MODELS.map(({ name }) => name).join(', ');
    throw new InputError('base-model-unknown', `Expected one of ${names}, got ${JSON.stringify(baseModel)}.`, {
      remedy: 'Name one of these, or its id.',
    });
  }
  return {
    ...(baseModel !== undefined && { baseModel }),
    ...(epochCount !== undefined && { epochs: epochCount }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(storageMonths !== undefined && { storageMonths }),
    ...(throughputHours !== undefined && {
      throughput: { hours: { low: throughputHours, high: throughputHours }, ...(modelUnits && { modelUnits }) },
    }),
  };
}

/** The same, with defaults for so many rows of training. */
async function planOptions(flags: EstimateFlags, rows: number): Promise<PlanOptions> {
  const { findNovaModel, recommendHyperparameters } = await import('../../../toolkit/index.ts');
  const given = await overrides(flags);
  const model = findNovaModel(given.baseModel ?? 'nova-lite');
  const epochs = given.epochs ?? (model && recommendHyperparameters(model, rows).epochCount);
  return { ...given, baseModel: model?.name ?? 'nova-lite', ...(epochs !== undefined && { epochs }) };
}

interface Serving {
  readonly documentsPerDay: number;
  readonly onDemandPerMonth: CostEstimate;
  readonly breakEven: BreakEven;
}

/** Days of a month of 730 hours. */
const DAYS_A_MONTH = 730 / 24;

async function serve({ asking, baseModel }: RunPlan, documentsPerDay: number, prices: PriceTable): Promise<Serving> {
  const { breakEven, InputError, inferenceCost, sumUp } = await import('../../../toolkit/index.ts');
  if (!asking || asking.documents === 0) {
    throw new InputError('option-invalid', 'Expected held-out documents to measure --documents-per-day by.', {
      remedy: 'Use --dataset with a test split, or cost break-even with --input-tokens and --output-tokens.',
    });
  }
  const share = (range: { readonly low: number; readonly high: number }, factor: number) => ({
    low: range.low * factor,
    high: range.high * factor,
  });
  const times = (factor: number) => ({ input: share(asking.input, factor), output: share(asking.output, factor) });
  const month = times((documentsPerDay * DAYS_A_MONTH) / asking.documents);
  const served = { modelId: 'the custom model', route: 'custom', model: baseModel } as const;
  return {
    documentsPerDay,
    onDemandPerMonth: sumUp(inferenceCost(prices, served, month)),
    breakEven: breakEven(prices, { baseModel, tokens: times(1 / asking.documents) }),
  };
}

function describeServing(
  { documentsPerDay, onDemandPerMonth, breakEven }: Serving,
  toolkit: Parameters<typeof describeBreakEven>[1],
): string[] {
  return [
    `${documentsPerDay.toLocaleString('en-US')} documents a day on demand: ${toolkit.formatCost(onDemandPerMonth.total)} a month`,
    describeBreakEven(breakEven, toolkit),
    '',
  ];
}
