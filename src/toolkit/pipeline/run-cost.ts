import {
  actualRun,
  type CostEstimate,
  estimateRun,
  inferenceCost,
  type PriceTable,
  planRun,
  requireWithin,
  runUse,
  type ServedModel,
  servedModel,
  sumUp,
} from '../cost/index.ts';
import { readPredictions } from '../infer/index.ts';
import type { Endpoint, JobDetails, Prediction } from '../model/artifacts.ts';
import type { Scores } from '../model/scores.ts';
import { readDataset } from '../prepare/index.ts';
import { recommendHyperparameters } from '../train/index.ts';
import { missing } from './missing-artifact.ts';
import type { StepContext } from './pipeline-step.ts';
import { plannedThroughput } from './recipe-plan.ts';
import { baseModelOf } from './steps/models.ts';

/**
 * What the run over its prepared data set will cost; kept as its artifact until the data set is uploaded, so that the estimate of the
 * beginning stays.
 * @throws {BudgetError} `over-budget`
 */
export async function estimateCost(
  { run, recipe }: StepContext,
  prices: PriceTable,
  maxCost: number | undefined,
): Promise<CostEstimate> {
  if (!run.has('dataset')) throw missing('dataset');
  const { manifest } = await readDataset(run.file('dataset'));
  const model = baseModelOf(recipe);
  const epochs =
    recipe.hyperparameters?.epochCount ?? recommendHyperparameters(model, manifest.counts.train).epochCount;
  const plan = planRun(manifest, {
    baseModel: model.name,
    ...(epochs !== undefined && { epochs }),
    ...(recipe.maxTokens !== undefined && { maxTokens: recipe.maxTokens }),
    ...plannedThroughput(recipe),
  });
  const estimate = estimateRun(plan, prices);
  if (!run.has('cost') || !run.has('upload')) await run.write('cost', estimate);
  if (maxCost !== undefined) requireWithin(estimate, maxCost);
  return estimate;
}

/** What the run has cost until now, by the tokens that the service has counted. */
export async function actualCost({ run, recipe, cloud }: StepContext, prices: PriceTable): Promise<CostEstimate> {
  const { manifest } = await readDataset(run.file('dataset'));
  const job = await run.read<JobDetails>('job');
  const endpoint = await run.read<Endpoint>('endpoint');
  const predictions: Prediction[] = [];
  for (const name of ['basePredictions', 'tunedPredictions'] as const) {
    if (run.has(name)) predictions.push(...(await readPredictions(run.file(name))));
  }
  const use = runUse({
    baseModel: baseModelOf(recipe).name,
    manifest,
    predictions,
    until: cloud.clock.now(),
    ...(job && { job }),
    ...(endpoint && { endpoint }),
    ...(recipe.modelUnits !== undefined && { modelUnits: recipe.modelUnits }),
  });
  return actualRun(use, prices);
}

/** Price of so many tokens of a model, its upper end; undefined where it is unknown or the model is billed by the hour. */
export function priceOf(
  modelId: string,
  baseModel: string,
  prices: PriceTable,
): (tokens: Scores['tokens']) => number | undefined {
  const served: ServedModel = servedModel(modelId, baseModel);
  return ({ input, output }) => {
    const exact = (tokens: number) => ({ low: tokens, high: tokens });
    const lines = inferenceCost(prices, served, { input: exact(input), output: exact(output) });
    const { total } = sumUp(lines);
    return total.complete && lines.length > 0 && input + output > 0 ? total.high : undefined;
  };
}
