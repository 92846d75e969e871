import { createHash } from 'node:crypto';
import type { PageReader } from '../../pages/index.ts';
import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import type { Comparison } from '../model/scores.ts';
import type { Cloud, CloudIdentity } from '../ports/cloud.ts';
import type { HubAccess } from '../prepare/index.ts';
import { openRunFolder, type RunFolder } from '../run/index.ts';
import { forward } from './forward.ts';
import { runNames } from './names.ts';
import type { PipelineStep, StepContext, StepEvent, StepName } from './pipeline-step.ts';
import type { Recipe } from './recipe.ts';
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

export type PipelineEvent =
  | { readonly type: 'step-started'; readonly step: StepName; readonly number: number; readonly total: number }
  | { readonly type: 'step-skipped'; readonly step: StepName; readonly number: number; readonly total: number }
  | { readonly type: 'step-progress'; readonly progress: StepEvent }
  | { readonly type: 'step-finished'; readonly step: StepName; readonly seconds: number; readonly summary: string };

export interface PipelineOptions extends Abortable {
  /** Run folder; made when missing. */
  readonly folder: string;
  /** Version of novatune, for the report. */
  readonly version: string;
  /** Reads pages for the audit; without it labels are audited by themselves. The caller closes it. */
  readonly pages?: PageReader;
  /** How to reach the Hugging Face Hub, for recipes that read from it. */
  readonly hub?: HubAccess;
}

export interface PipelineResult {
  readonly folder: string;
  readonly report: string;
  readonly comparison: Comparison;
}

/** What `run.json` keeps: enough to refuse going on with another recipe or in another account. */
interface RunRecord {
  readonly version: 1;
  readonly recipe: Recipe;
  readonly recipeHash: string;
  readonly identity: Omit<CloudIdentity, 'endpoint' | 'callerArn'>;
}

/**
 * Runs a whole recipe over one run folder. A step whose artifact is there is skipped, so a run goes on where it was stopped or killed.
 * @throws {InputError} `run-folder-taken` when the folder holds a run of another recipe or account; whatever a step throws.
 */
export async function* runPipeline(
  recipe: Recipe,
  options: PipelineOptions,
  cloud: Cloud,
): AsyncGenerator<PipelineEvent, PipelineResult> {
  runNames(recipe);
  const run = await openRunFolder(options.folder);
  const identity = await cloud.identity(options.signal);
  await claimFolder(run, recipe, identity);
  const context: StepContext = {
    recipe,
    run,
    cloud,
    identity,
    version: options.version,
    ...(options.pages && { pages: options.pages }),
    ...(options.hub && { hub: options.hub }),
    ...(options.signal && { signal: options.signal }),
  };
  const steps = STEPS.filter((step) => step.wanted(recipe));
  for (const [index, step] of steps.entries()) {
    options.signal?.throwIfAborted();
    const place = { step: step.name, number: index + 1, total: steps.length };
    if (await step.isDone(context)) {
      yield { type: 'step-skipped', ...place };
      continue;
    }
    yield { type: 'step-started', ...place };
    yield* runStep(step, context);
  }
  const comparison = await run.read<Comparison>('comparison');
  if (!comparison)
    throw new InputError('artifact-missing', `Expected ${run.file('comparison')} at the end of the run.`);
  return { folder: run.path, report: run.file('report'), comparison };
}

async function* runStep(step: PipelineStep, context: StepContext): AsyncGenerator<PipelineEvent, void> {
  const startedAt = performance.now();
  const summary = yield* forward(step.run(context), (progress) => ({ type: 'step-progress', progress }) as const);
  yield { type: 'step-finished', step: step.name, seconds: (performance.now() - startedAt) / 1000, summary };
}

async function claimFolder(run: RunFolder, recipe: Recipe, identity: CloudIdentity): Promise<void> {
  const recipeHash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
  const { accountId, region, rehearsal } = identity;
  const record = await run.read<RunRecord>('run');
  if (!record) {
    const created: RunRecord = { version: 1, recipe, recipeHash, identity: { accountId, region, rehearsal } };
    await run.write('run', created);
    return;
  }
  const same =
    record.recipeHash === recipeHash &&
    record.identity.accountId === accountId &&
    record.identity.region === region &&
    record.identity.rehearsal === rehearsal;
  if (same) return;
  throw new InputError(
    'run-folder-taken',
    `${run.path} holds the run ${record.recipe.name} in account ${record.identity.accountId} (${record.identity.region}); it differs from the run asked for.`,
    { remedy: 'Choose another run folder, or use the recipe, account and region it was begun with.' },
  );
}
