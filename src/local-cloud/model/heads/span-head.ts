import type { SparseRows } from '../features/sparse.ts';
import { type Linear, softmax } from './linear.ts';

/** Feature 0: the base model's score of a span. */
export const ZERO_SHOT_FEATURE = 0;

/** The spans of a question, as a span head reads them. */
export interface SpanInput {
  readonly rows: SparseRows;
  /** Zero-shot score of each span. */
  readonly zeroShot: Float32Array;
}

/** Probability of each span, all spans of a question against one another. */
export function spanProbabilities({ weights }: Linear, { rows, zeroShot }: SpanInput): Float64Array {
  const { starts, indexes, values } = rows;
  const scores = new Float64Array(zeroShot.length);
  for (let r = 0; r < scores.length; r++) {
    let score = (weights[ZERO_SHOT_FEATURE] ?? 0) * (zeroShot[r] ?? 0);
    const end = starts[r + 1] ?? 0;
    for (let k = starts[r] ?? 0; k < end; k++) score += (weights[indexes[k] ?? 0] ?? 0) * (values[k] ?? 0);
    scores[r] = score;
  }
  return softmax(scores);
}
