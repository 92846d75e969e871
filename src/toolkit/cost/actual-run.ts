import type { Prediction } from '../model/artifacts.ts';
import { type CostEstimate, type CostLine, sumUp } from './estimate.ts';
import { pricedModel } from './prices/find-price.ts';
import type { PriceTable } from './prices/price.ts';
import { exactly, type Range } from './range.ts';
import { servedModel } from './served-model.ts';
import { inferenceCost } from './steps/inference.ts';
import { storageCost } from './steps/storage.ts';
import { type ThroughputUse, throughputCost } from './steps/throughput.ts';
import { trainingCost } from './steps/training.ts';
import type { TokenCount } from './tokens/token-count.ts';

/** What a run has used so far. */
export interface RunUse {
  /** Short name or id of the base model. */
  readonly baseModel: string;
  /** Absent: no job has trained. The service does not tell tokens, so they come from the data set. */
  readonly training?: { readonly tokens: TokenCount; readonly epochs: number };
  /** Tokens that the service counted, by model asked. */
  readonly asked: readonly AskedModel[];
  readonly throughput?: Omit<ThroughputUse, 'model'>;
  /** Months that the custom model has been kept; absent when there is none. */
  readonly storageMonths?: Range;
}

export interface AskedModel {
  readonly modelId: string;
  /** Documents with an answer. */
  readonly documents: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Sums the tokens of predictions by model. Failed calls have none. Pure. */
export function askedModels(predictions: Iterable<Prediction>): AskedModel[] {
  const asked = new Map<string, AskedModel>();
  for (const { modelId, answer, inputTokens = 0, outputTokens = 0 } of predictions) {
    const sum = asked.get(modelId) ?? { modelId, documents: 0, inputTokens: 0, outputTokens: 0 };
    asked.set(modelId, {
      modelId,
      documents: sum.documents + (answer === undefined ? 0 : 1),
      inputTokens: sum.inputTokens + inputTokens,
      outputTokens: sum.outputTokens + outputTokens,
    });
  }
  return [...asked.values()];
}

/** What a run has cost so far, at the prices given. Pure. AWS's bill is the truth; it comes a day later. */
export function actualRun(use: RunUse, prices: PriceTable): CostEstimate {
  const { training, asked, throughput, storageMonths } = use;
  const model = pricedModel(use.baseModel) ?? use.baseModel;
  const lines: CostLine[] = [];
  if (training) lines.push(trainingCost(prices, { model, ...training }));
  if (storageMonths !== undefined) lines.push(storageCost(prices, { model, months: storageMonths }));
  if (throughput) lines.push(throughputCost(prices, { model, ...throughput }));
  for (const { modelId, inputTokens, outputTokens } of asked) {
    const served = servedModel(modelId);
    // A deployment's ARN does not name its base model; in a run it is the run's.
    const own = served.route === 'custom' ? { ...served, model } : served;
    lines.push(...inferenceCost(prices, own, { input: exactly(inputTokens), output: exactly(outputTokens) }));
  }
  return sumUp(lines);
}

/** Mean tokens of a document, in and out, over every model asked; undefined without answers. */
export function tokensPerDocument(
  asked: readonly AskedModel[],
): { readonly input: Range; readonly output: Range; readonly documents: number } | undefined {
  const sum = (of: (one: AskedModel) => number) => asked.reduce((total, one) => total + of(one), 0);
  const documents = sum((one) => one.documents);
  if (documents === 0) return undefined;
  return {
    documents,
    input: exactly(sum((one) => one.inputTokens) / documents),
    output: exactly(sum((one) => one.outputTokens) / documents),
  };
}
