import {
  askingTokensOf,
  DEFAULT_MAX_TOKENS,
  type PlanOptions,
  planTraining,
  promptTokens,
  type Range,
  type RunPlan,
} from '../cost/index.ts';
import type { Abortable } from '../lib/abort.ts';
import { textTokenRange } from '../lib/text-token-range.ts';
import { formatAnswer } from '../model/task.ts';
import type { CloudIdentity } from '../ports/cloud.ts';
import {
  defaultPrompts,
  estimatePrepare,
  fillPrompts,
  type HubAccess,
  type PrepareEstimate,
  type PrepareEvent,
} from '../prepare/index.ts';
import { recommendHyperparameters } from '../train/index.ts';
import { planRequests, type RunRequests } from './plan-requests.ts';
import type { Recipe } from './recipe.ts';
import { plannedThroughput } from './recipe-plan.ts';
import { baseModelOf } from './steps/models.ts';
import { openSource } from './steps/prepare.ts';

export interface PlanRecipeOptions extends Abortable {
  readonly hub?: HubAccess;
  /** What goes before the recipe's own values. */
  readonly plan?: Partial<PlanOptions>;
}

/** What looking at a recipe's documents tells. */
interface RecipePlan {
  readonly plan: RunPlan;
  readonly counts: PrepareEstimate['counts'];
}

/**
 * Recipe → what its run will use, before anything is prepared: every document's header is read, nothing is written or sent.
 * Labels of extraction are not read, so an answer may be as long as the limit allows. Memory: as `prepare`.
 * @throws as `prepare`, and {InputError} `base-model-unknown`
 */
export async function* planRecipe(
  recipe: Recipe,
  options: PlanRecipeOptions = {},
): AsyncGenerator<PrepareEvent, RunPlan, undefined> {
  return (yield* lookAt(recipe, options)).plan;
}

/**
 * {@link planRecipe} with the requests that the run would send.
 * @param identity whose account and region they are for
 */
export async function* planRunRequests(
  recipe: Recipe,
  options: PlanRecipeOptions,
  identity: Pick<CloudIdentity, 'accountId' | 'region'>,
): AsyncGenerator<PrepareEvent, { readonly plan: RunPlan; readonly requests: RunRequests }, undefined> {
  const { plan, counts } = yield* lookAt(recipe, options);
  return { plan, requests: planRequests(recipe, counts, identity) };
}

async function* lookAt(
  recipe: Recipe,
  options: PlanRecipeOptions,
): AsyncGenerator<PrepareEvent, RecipePlan, undefined> {
  const { hub, plan = {}, signal } = options;
  const model = baseModelOf({ baseModel: plan.baseModel ?? recipe.baseModel ?? 'nova-lite' });
  const { counts, imageTokens } = yield* estimatePrepare(openSource(recipe, hub), {
    folder: recipe.name,
    name: recipe.name,
    task: recipe.task,
    ...(recipe.prompts && { prompts: recipe.prompts }),
    ...(recipe.labelMapping && { labelMapping: new Map(Object.entries(recipe.labelMapping)) }),
    ...(recipe.maxSkippedShare !== undefined && { maxSkippedShare: recipe.maxSkippedShare }),
    ...(recipe.imageRecipe && { imageRecipe: recipe.imageRecipe }),
    ...(recipe.seed !== undefined && { seed: recipe.seed }),
    ...(recipe.split && { split: recipe.split }),
    s3: { bucket: recipe.bucket, prefix: recipe.name },
    ...(signal && { signal }),
  });
  const maxTokens = plan.maxTokens ?? recipe.maxTokens ?? DEFAULT_MAX_TOKENS;
  const prompts = fillPrompts(recipe.prompts ?? defaultPrompts(recipe.task), recipe.task);
  const words = promptTokens(prompts);
  const answer = answerTokens(recipe, maxTokens);
  const tokensAt = (end: keyof Range) => imageTokens.training[end] + counts.train * (words[end] + answer[end]);
  const epochs = recipe.hyperparameters?.epochCount ?? recommendHyperparameters(model, counts.train).epochCount;
  const testImages = Array.from({ length: counts.test }, () => imageTokens.perDocument);
  const runPlan: RunPlan = {
    ...planTraining(
      { low: tokensAt('low'), high: tokensAt('high') },
      {
        ...(epochs !== undefined && { epochs }),
        ...plannedThroughput(recipe),
        ...plan,
        baseModel: model.name,
      },
    ),
    asking: askingTokensOf(testImages, prompts, maxTokens),
  };
  return { plan: runPlan, counts };
}

function answerTokens({ task }: Recipe, maxTokens: number): Range {
  if (task.kind === 'extraction') return { low: 1, high: maxTokens };
  const ranges = task.classes.map(({ name }) => textTokenRange(formatAnswer(task, name)));
  return {
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
  };
}
