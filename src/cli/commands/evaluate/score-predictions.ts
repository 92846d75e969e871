import { access } from 'node:fs/promises';
import type { GroundTruth, Prediction, Scores } from '../../../toolkit/index.ts';
import { alignTruths, type Truth } from '../../options/truth.ts';

interface ScoringOptions {
  /** Of several models in one file. */
  readonly modelId?: string;
  /** Base model behind a custom one, whose own id does not tell its price. */
  readonly baseModel?: string;
}

export interface ScoredPredictions {
  readonly scores: Scores;
  readonly predictions: readonly Prediction[];
  readonly truths: readonly GroundTruth[];
}

/**
 * Scores of a file of predictions.
 * @throws {InputError} `file-unreadable`, `model-ambiguous`, `nothing-to-score`, `truth-outside-classes`
 */
export async function scorePredictions(
  file: string,
  { truths, task }: Truth,
  options: ScoringOptions,
): Promise<ScoredPredictions> {
  const { evaluate, readPredictions } = await import('../../../toolkit/index.ts');
  await requireReadable(file);
  const predictions = await ofOneModel(await readPredictions(file), file, options.modelId);
  const modelId = options.modelId ?? (predictions.find(isPrimary) ?? predictions[0])?.modelId ?? 'unknown';
  const aligned = await alignTruths(truths, predictions);
  const isMixed = predictions.some((prediction) => prediction.modelId !== modelId);
  const prices = isMixed ? {} : { priceOf: await pricesOf(modelId, options.baseModel) };
  return { scores: evaluate(aligned, predictions, task, modelId, prices), predictions, truths: aligned };
}

/** Answers of a fallback belong to the model that it stands in for: they are scored together, as they are served. */
const isPrimary = ({ route }: Prediction): boolean => route?.by !== 'fallback';

async function requireReadable(file: string): Promise<void> {
  const { InputError } = await import('../../../toolkit/index.ts');
  await access(file).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError('file-unreadable', `Expected a readable file with predictions, got ${file} (${cause.code}).`, {
      remedy: 'Check the path and its permissions.',
      cause,
    });
  });
}

async function ofOneModel(
  predictions: readonly Prediction[],
  file: string,
  modelId: string | undefined,
): Promise<readonly Prediction[]> {
  const models = [...new Set(predictions.filter(isPrimary).map((prediction) => prediction.modelId))];
  if (modelId === undefined && models.length < 2) return predictions;
  if (modelId !== undefined && models.includes(modelId))
    return predictions.filter((prediction) => prediction.modelId === modelId || !isPrimary(prediction));
  const { InputError } = await import('../../../toolkit/index.ts');
  throw new InputError(
    'model-ambiguous',
    `Expected predictions of one model in ${file}, got ${models.length}: ${models.join(', ') || 'none'}.`,
    { remedy: 'Name one of them with --model-id.' },
  );
}

/** Price by the bundled table, its upper end; undefined for models whose price is unknown and for throughput, which is billed by the hour. */
async function pricesOf(
  modelId: string,
  baseModel: string | undefined,
): Promise<(tokens: Scores['tokens']) => number | undefined> {
  const { bundledPrices, inferenceCost, servedModel, sumUp } = await import('../../../toolkit/index.ts');
  const served = servedModel(modelId, baseModel);
  return ({ input, output }) => {
    const exact = (tokens: number) => ({ low: tokens, high: tokens });
    const lines = inferenceCost(bundledPrices(), served, { input: exact(input), output: exact(output) });
    const { total } = sumUp(lines);
    return total.complete && lines.length > 0 && input + output > 0 ? total.high : undefined;
  };
}
