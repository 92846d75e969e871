export { type AskedModel, actualRun, askedModels, type RunUse, tokensPerDocument } from './actual-run.ts';
export { type BreakEven, breakEven } from './break-even.ts';
export { requireWithin } from './budget.ts';
export { type CostEstimate, type CostLine, type CostRange, type PaidStep, sumUp } from './estimate.ts';
export { estimateRun } from './estimate-run.ts';
export { formatCost, formatUsd } from './format-usd.ts';
export { bundledPrices } from './prices/bundled-prices.ts';
export { type Commitment, findPrice, pricedModel, throughputHourPrice } from './prices/find-price.ts';
export { type LivePriceOptions, type LivePrices, livePrices } from './prices/live-prices.ts';
export { mergePrices } from './prices/merge-prices.ts';
export {
  PRICE_ITEMS,
  type Price,
  type PriceItem,
  type PriceOrigin,
  type PriceTable,
  type PriceUnit,
} from './prices/price.ts';
export { readPriceFile } from './prices/price-file.ts';
export type { Range } from './range.ts';
export { DEFAULT_MAX_TOKENS, type PlanOptions, planRun, planTraining, type RunPlan } from './run-plan.ts';
export { type RunArtifacts, runUse } from './run-use.ts';
export { type Route, type ServedModel, servedModel } from './served-model.ts';
export {
  type StandingCost,
  type StandingThing,
  type StandingTotal,
  standingCost,
  sumStanding,
} from './standing-cost.ts';
export { batchCost } from './steps/batch.ts';
export { type InferenceTokens, inferenceCost } from './steps/inference.ts';
export { labellingCost } from './steps/labelling.ts';
export { storageCost } from './steps/storage.ts';
export { type ThroughputUse, throughputCost } from './steps/throughput.ts';
export { trainingCost } from './steps/training.ts';
export { askingTokens, askingTokensOf, promptTokens, trainingTokens } from './tokens/dataset-tokens.ts';
export { storedTrainingTokens } from './tokens/stored-training-tokens.ts';
export type { TokenCount } from './tokens/token-count.ts';
export { type TrainingFileTokens, trainingFileTokens } from './tokens/training-file-tokens.ts';
