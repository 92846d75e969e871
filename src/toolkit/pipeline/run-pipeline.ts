import type { PageReader } from '../../pages/index.ts';
import type { CostEstimate, PriceTable } from '../cost/index.ts';
import { type GateResult, promotionGate } from '../evaluate/index.ts';
import type { Abortable } from '../lib/abort.ts';
import type { Comparison } from '../model/scores.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { HubAccess } from '../prepare/index.ts';
import { openRunFolder, RunJournal } from '../run/index.ts';
import { claimFolder } from './claim-folder.ts';
import { forward } from './forward.ts';
import { journalledCloud } from './journalled-cloud.ts';
import { runNames } from './names.ts';
import type { PipelineStep, StepContext, StepEvent, StepName } from './pipeline-step.ts';
import type { Recipe } from './recipe.ts';
import { estimateCost } from './run-cost.ts';
import { type StepSelection, selectSteps } from './select-steps.ts';
import { auditStep } from './steps/audit.ts';
import { cleanupStep } from './steps/cleanup.ts';
import { deployStep } from './steps/deploy.ts';
import { evaluateStep } from './steps/evaluate.ts';
import { inferStep } from './steps/infer.ts';
import { prepareStep } from './steps/prepare.ts';
import { reportStep } from './steps/report.ts';
import { trainStep } from './steps/train.ts';
import { uploadStep } from './steps/upload.ts';
import { validateStep } from './steps/validate.ts';

const STEPS: readonly PipelineStep[] = [
  auditStep,
  prepareStep,
  validateStep,
  uploadStep,
  trainStep,
  deployStep,
  inferStep,
  evaluateStep,
  reportStep,
  cleanupStep,
];

/** Steps that change something in the cloud or are billed. */
const PAID: readonly StepName[] = ['upload', 'train', 'deploy', 'infer'];

export type PipelineEvent =
  | { readonly type: 'step-started'; readonly step: StepName; readonly number: number; readonly total: number }
  | { readonly type: 'step-skipped'; readonly step: StepName; readonly number: number; readonly total: number }
  | { readonly type: 'step-progress'; readonly progress: StepEvent }
  | { readonly type: 'step-finished'; readonly step: StepName; readonly seconds: number; readonly summary: string }
  /** Before the first step that is billed. */
  | { readonly type: 'cost-estimated'; readonly estimate: CostEstimate };

export interface PipelineOptions extends Abortable {
  /** Run folder; made when missing. */
  readonly folder: string;
  /** Version of novatune, for the report. */
  readonly version: string;
  /** Reads pages for the audit; without it labels are audited by themselves. The caller closes it. */
  readonly pages?: PageReader;
  /** How to reach the Hugging Face Hub, for recipes that read from it. */
  readonly hub?: HubAccess;
  /** Default: the whole run. */
  readonly steps?: StepSelection;
  /** What things cost. Default: nothing is estimated, and scores have no cost. */
  readonly prices?: PriceTable;
  /** USD; goes before the recipe's `maxCost`. Either needs `prices`. */
  readonly maxCost?: number;
  /** Asked once, before the first step that changes something in the cloud; throws to end the run. Default: goes on. */
  readonly beforePaying?: (estimate: CostEstimate | undefined) => Promise<void>;
}

export interface PipelineResult {
  readonly folder: string;
  /** File of the report; absent when the run has not come so far. */
  readonly report?: string;
  /** Absent when the run has not come so far. */
  readonly comparison?: Comparison;
  /** Whether the tuned model has shown what the recipe's `gate` wants. */
  readonly gate?: GateResult;
}

/**
 * Runs a whole recipe over one run folder, or the selected steps. A step whose artifact is there is skipped, so a run goes on where it was
 * stopped or killed; every paid or creating call is in its journal, so that none is made twice.
 * @throws {InputError} `run-folder-taken` when the folder holds a run of another recipe or account; {BudgetError} `over-budget`; whatever
 * a step throws.
 */
export async function* runPipeline(
  recipe: Recipe,
  options: PipelineOptions,
  cloud: Cloud,
): AsyncGenerator<PipelineEvent, PipelineResult> {
  runNames(recipe);
  const selected = selectSteps(STEPS, recipe, options.steps ?? {});
  const run = await openRunFolder(options.folder);
  const identity = await cloud.identity(options.signal);
  await claimFolder(run, recipe, identity);
  const journal = await RunJournal.open(run.file('journal'));
  const { version, pages, hub, prices, signal } = options;
  const context: StepContext = {
    recipe,
    run,
    cloud: journalledCloud(cloud, journal),
    identity,
    version,
    ...(pages && { pages }),
    ...(hub && { hub }),
    ...(prices && { prices }),
    ...(signal && { signal }),
  };
  let asked = false;
  try {
    for (const [index, { step, again }] of selected.entries()) {
      signal?.throwIfAborted();
      const place = { step: step.name, number: index + 1, total: selected.length };
      if (!again && (await step.isDone(context))) {
        yield { type: 'step-skipped', ...place };
        continue;
      }
      if (!asked && PAID.includes(step.name)) {
        asked = true;
        yield* beforePaying(context, options);
      }
      yield { type: 'step-started', ...place };
      yield* runStep(step, context);
    }
  } finally {
    await journal.close();
  }
  return resultOf(context);
}

async function* beforePaying(context: StepContext, options: PipelineOptions): AsyncGenerator<PipelineEvent, void> {
  const maxCost = options.maxCost ?? context.recipe.maxCost;
  const estimate = options.prices && (await estimateCost(context, options.prices, maxCost));
  if (estimate) yield { type: 'cost-estimated', estimate };
  await options.beforePaying?.(estimate);
}

async function* runStep(step: PipelineStep, context: StepContext): AsyncGenerator<PipelineEvent, void> {
  const startedAt = performance.now();
  const summary = yield* forward(step.run(context), (progress) => ({ type: 'step-progress', progress }) as const);
  yield { type: 'step-finished', step: step.name, seconds: (performance.now() - startedAt) / 1000, summary };
}

async function resultOf({ run, recipe }: StepContext): Promise<PipelineResult> {
  const comparison = await run.read<Comparison>('comparison');
  const gate = comparison && recipe.gate && promotionGate(comparison, recipe.gate);
  return {
    folder: run.path,
    ...(run.has('report') && { report: run.file('report') }),
    ...(comparison && { comparison }),
    ...(gate && { gate }),
  };
}
