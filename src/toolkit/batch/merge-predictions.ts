import { writeFileAtomic } from '../lib/atomic-write.ts';
import type { Prediction } from '../model/artifacts.ts';

/**
 * One prediction for each document and question: answers outweigh failures, and of two of a kind the later one counts. Documents come in
 * the given order, others behind them in theirs. Pure.
 */
export function mergePredictions(
  earlier: readonly Prediction[],
  later: readonly Prediction[],
  order: readonly string[],
): readonly Prediction[] {
  const merged = new Map<string, Prediction>();
  for (const prediction of [...earlier, ...later]) {
    const name = `${prediction.key} ${prediction.document}`;
    const known = merged.get(name);
    if (known?.answer === undefined || prediction.answer !== undefined) merged.set(name, prediction);
  }
  const places = new Map(order.map((document, index) => [document, index]));
  const placeOf = ({ document }: Prediction) => places.get(document) ?? order.length;
  return [...merged.values()].sort((one, other) => placeOf(one) - placeOf(other));
}

/** Replaces a file of predictions as a whole. */
export const writePredictions = (file: string, predictions: readonly Prediction[]): Promise<void> =>
  writeFileAtomic(file, predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join(''));
