import { findNovaModel } from '../model/nova.ts';
import { type CostEstimate, type CostLine, sumUp } from './estimate.ts';
import { pricedModel } from './prices/find-price.ts';
import type { PriceTable } from './prices/price.ts';
import { exactly } from './range.ts';
import type { RunPlan } from './run-plan.ts';
import { servedModel } from './served-model.ts';
import { inferenceCost } from './steps/inference.ts';
import { storageCost } from './steps/storage.ts';
import { throughputCost } from './steps/throughput.ts';
import { trainingCost } from './steps/training.ts';

/** What a run will cost: training, storage, throughput if it is used, and asking both models. Pure. S3 and requests to it are not counted. */
export function estimateRun(plan: RunPlan, prices: PriceTable): CostEstimate {
  const { training, asking, throughput, storageMonths } = plan;
  const model = pricedModel(plan.baseModel) ?? plan.baseModel;
  const lines: CostLine[] = [
    trainingCost(prices, { model, ...training }),
    storageCost(prices, { model, months: exactly(storageMonths) }),
  ];
  if (throughput) lines.push(throughputCost(prices, { model, ...throughput }));
  if (asking) {
    const [baseId = model] = findNovaModel(model)?.inferenceIds ?? [];
    lines.push(...inferenceCost(prices, servedModel(baseId), asking));
    // Throughput answers within its hours.
    if (!throughput)
      lines.push(...inferenceCost(prices, { modelId: 'the custom model', route: 'custom', model }, asking));
  }
  return sumUp(lines);
}
