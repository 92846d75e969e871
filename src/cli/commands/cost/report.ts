import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type {
  CostEstimate,
  CostRange,
  DatasetManifest,
  Endpoint,
  JobDetails,
  PaidStep,
  RunArtifacts,
  RunFolder,
} from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { printResult } from '../../output.ts';
import { describeBreakEven, describeCosts } from '../../render/cost.ts';
import { formatTable } from '../../render/table.ts';
import { addCostOptions, type CostFlags, pricesOf } from './price-options.ts';

interface ReportFlags extends CostFlags {
  readonly modelUnits?: number;
}

export function registerReport(command: Command, context: CommandContext): void {
  addCostOptions(command)
    .argument('<run-folder>', 'folder of a run, finished or not')
    .option('--model-units <n>', 'model units of the run’s throughput (default: 1)', wholeNumber(1))
    .addHelpText(
      'after',
      '\nExamples:\n  $ novatune cost report runs/invoices\n  $ novatune cost report runs/invoices --prices our-prices.yaml --json',
    )
    .action((folder: string, flags: ReportFlags) => report(folder, flags, context));
}

async function report(folder: string, flags: ReportFlags, context: CommandContext): Promise<void> {
  const toolkit = await import('../../../toolkit/index.ts');
  const run = await openRun(resolve(context.io.cwd, folder));
  const artifacts = await readRun(run, flags);
  const prices = await pricesOf(flags, context);
  const use = toolkit.runUse(artifacts);
  const actual = toolkit.actualRun(use, prices);
  const recorded = await run.read<CostEstimate>('cost');
  const estimate = recorded ?? (artifacts.manifest && toolkit.estimateRun(await replan(artifacts, run), prices));
  const steps = compareSteps(estimate, actual, toolkit.sumUp);
  const asked = use.asked.filter(({ modelId }) => toolkit.servedModel(modelId).route !== 'base');
  const tokens = toolkit.tokensPerDocument(asked.length > 0 ? asked : use.asked);
  const breakEven = tokens && toolkit.breakEven(prices, { baseModel: artifacts.baseModel, tokens });
  const text = () =>
    [
      formatTable(
        ['step', 'estimated', 'actual'],
        steps.map(({ step, estimated, actual }) => [
          step,
          ...[estimated, actual].map((cost) => (cost ? toolkit.formatCost(cost) : '–')),
        ]),
      ),
      ...(recorded || !estimate
        ? []
        : ['No estimate was recorded when the run began: this one is made from its data set now.']),
      '',
      'Actual, so far:',
      describeCosts(actual, toolkit),
      ...(breakEven ? ['', describeBreakEven(breakEven, toolkit)] : []),
      'From counted tokens and hours at the prices above. AWS’s bill is the truth; S3 is not counted.',
    ].join('\n');
  const document = {
    recorded: recorded !== undefined,
    ...(estimate && { estimate }),
    actual,
    steps,
    use,
    ...(breakEven && { breakEven }),
  };
  printResult(document, text, flags.json, context);
}

interface StepCosts {
  readonly step: PaidStep | 'total';
  readonly estimated?: CostRange;
  readonly actual?: CostRange;
}

const STEPS: readonly PaidStep[] = ['labelling', 'training', 'storage', 'throughput', 'inference', 'batch'];

function compareSteps(
  estimate: CostEstimate | undefined,
  actual: CostEstimate,
  sumUp: (lines: CostEstimate['lines']) => CostEstimate,
): StepCosts[] {
  const costOf = (step: PaidStep, of: CostEstimate | undefined): CostRange | undefined => {
    const lines = of?.lines.filter((line) => line.step === step) ?? [];
    return lines.length === 0 ? undefined : sumUp(lines).total;
  };
  const rows = STEPS.map((step) => ({ step, estimated: costOf(step, estimate), actual: costOf(step, actual) }));
  const used = rows.filter((row) => row.estimated ?? row.actual);
  const all = [...used, { step: 'total' as const, estimated: estimate?.total, actual: actual.total }];
  return all.map(({ step, estimated, actual }) => ({
    step,
    ...(estimated && { estimated }),
    ...(actual && { actual }),
  }));
}

/** @throws InputError `run-not-found` */
async function openRun(folder: string): Promise<RunFolder> {
  const { ARTIFACTS, InputError, openRunFolder } = await import('../../../toolkit/index.ts');
  const isRun = [ARTIFACTS.run, ARTIFACTS.job, ARTIFACTS.dataset].some((name) => existsSync(join(folder, name)));
  if (isRun) return openRunFolder(folder);
  throw new InputError('run-not-found', `Expected a run folder at ${folder}, and there is no ${ARTIFACTS.run} in it.`, {
    remedy: 'Name the folder that novatune run was given.',
  });
}

async function readRun(run: RunFolder, { modelUnits }: ReportFlags): Promise<RunArtifacts> {
  const { readPredictions } = await import('../../../toolkit/index.ts');
  const job = await run.read<JobDetails>('job');
  const endpoint = await run.read<Endpoint>('endpoint');
  const manifest = await readManifest(run);
  const recipe = (await run.read<{ readonly recipe: { readonly baseModel?: string } }>('run'))?.recipe;
  // Written when nothing is left in the cloud.
  const until = run.has('cleanup') ? (await stat(run.file('cleanup'))).mtimeMs : Date.now();
  return {
    baseModel: job?.base_model ?? recipe?.baseModel ?? 'nova-lite',
    ...(manifest && { manifest }),
    ...(job && { job }),
    ...(endpoint && { endpoint }),
    ...(modelUnits && { modelUnits }),
    predictions: [
      ...(await readPredictions(run.file('basePredictions'))),
      ...(await readPredictions(run.file('tunedPredictions'))),
    ],
    until,
  };
}

async function readManifest(run: RunFolder): Promise<DatasetManifest | undefined> {
  const { readDataset } = await import('../../../toolkit/index.ts');
  return run.has('dataset') ? (await readDataset(run.file('dataset'))).manifest : undefined;
}

/** The estimate that would have been recorded. */
async function replan({ manifest, baseModel, job, endpoint }: RunArtifacts, run: RunFolder) {
  const { planRun, planTraining, pricedModel } = await import('../../../toolkit/index.ts');
  const recipe = (await run.read<{ readonly recipe: { readonly maxTokens?: number } }>('run'))?.recipe;
  const epochs = Number(job?.hyperparameters.epochCount);
  const options = {
    baseModel: pricedModel(baseModel) ?? baseModel,
    ...(epochs > 0 && { epochs }),
    ...(recipe?.maxTokens !== undefined && { maxTokens: recipe.maxTokens }),
    ...(endpoint?.kind === 'throughput' && { throughput: {} }),
  };
  return manifest ? planRun(manifest, options) : planTraining({ low: 0, high: 0 }, options);
}
