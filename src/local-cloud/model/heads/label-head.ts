import { standardise } from '../features/dense-blocks.ts';
import type { SparseVector } from '../features/sparse.ts';
import { TEXT_BITS } from '../features/text-features.ts';
import type { LabelHead } from './head.ts';
import { addFeature, softmax } from './linear.ts';

/** Weight of the base model's score in a label's score. Measured. */
const ZERO_SHOT_WEIGHT = 0.7;
/** Bounds one head to 16 MiB of weights, whatever the number of labels. */
const MAX_WEIGHTS = 4 * 1024 * 1024;
const MIN_TEXT_BITS = 10;

/** What a label head reads. */
export interface LabelInput {
  readonly text: SparseVector;
  /** Dense blocks as measured, not standardised. */
  readonly dense: Float32Array;
  /** Zero-shot score of each of the head's labels; 0 for labels that the prompt does not list. */
  readonly zeroShot: ArrayLike<number>;
}

/** Bits of the hashed text that keep the weights within bounds. */
export function textBitsFor(labelCount: number, denseCount: number): number {
  let bits = TEXT_BITS;
  while (bits > MIN_TEXT_BITS && ((1 << bits) + denseCount + 1) * labelCount > MAX_WEIGHTS) bits -= 1;
  return bits;
}

/** Features of a head: hashed text, dense values, and a constant. */
export function labelFeatureCount(textBits: number, denseCount: number): number {
  return (1 << textBits) + denseCount + 1;
}

/** Probability of each label. */
export function labelProbabilities(head: LabelHead, input: LabelInput): Float64Array {
  const scores = new Float64Array(head.labels.length);
  for (let c = 0; c < scores.length; c++) scores[c] = ZERO_SHOT_WEIGHT * (input.zeroShot[c] ?? 0);
  forEachFeature(head, input, (feature, value) => addFeature(head.linear, feature, value, scores));
  return softmax(scores);
}

/** Walks over the features that a label head sees in an input. */
export function forEachFeature(
  { textBits, standardisation }: LabelHead,
  { text, dense }: LabelInput,
  visit: (feature: number, value: number) => void,
): void {
  const mask = (1 << textBits) - 1;
  const { indexes, values } = text;
  for (let k = 0; k < indexes.length; k++) visit((indexes[k] ?? 0) & mask, values[k] ?? 0);
  const standardised = standardise(dense, standardisation);
  const denseStart = 1 << textBits;
  for (let k = 0; k < standardised.length; k++) visit(denseStart + k, standardised[k] ?? 0);
  visit(denseStart + standardised.length, 1);
}
