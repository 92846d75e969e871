import type { Head, LabelHead, SpanHead } from '../heads/head.ts';
import { forEachFeature, type LabelInput, labelProbabilities } from '../heads/label-head.ts';
import { Gradient } from '../heads/linear.ts';
import { spanProbabilities, ZERO_SHOT_FEATURE } from '../heads/span-head.ts';
import { classIndexes, scoresByLabel } from '../question-features.ts';
import type { ListedClass } from '../zero-shot/class-list.ts';
import type { EncodedExample, EncodedField } from './encoded-example.ts';
import { LazyAdam } from './lazy-adam.ts';

/** A head while it learns. */
export interface TrainableHead {
  readonly head: Head;
  /** Whether the example's answer is one that the head can give. */
  canUse(example: EncodedExample): boolean;
  /**
   * Loss of an example that the head can use.
   * @param gradientScale when given, the gradient times this is added up for the next `step`
   */
  loss(example: EncodedExample, gradientScale?: number): number;
  step(learningRate: number): void;
}

/** Smaller errors are not worth a weight. */
const MIN_ERROR = 1e-5;
const MIN_PROBABILITY = 1e-9;

/** Softmax regression over labels. */
export class TrainableLabelHead implements TrainableHead {
  readonly head: LabelHead;
  readonly #classIndexes: Int32Array;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #gradient: Gradient;
  readonly #optimiser: LazyAdam;

  constructor(head: LabelHead, classes: readonly ListedClass[]) {
    this.head = head;
    this.#classIndexes = classIndexes(head.labels, classes);
    this.#indexes = new Map(head.labels.map((label, c) => [label, c]));
    this.#gradient = new Gradient(head.linear);
    this.#optimiser = new LazyAdam(head.linear);
  }

  canUse(example: EncodedExample): boolean {
    return this.#indexes.has(fieldOf(example, this.head.field)?.value ?? '');
  }

  loss(example: EncodedExample, gradientScale?: number): number {
    const target = this.#indexes.get(fieldOf(example, this.head.field)?.value ?? '') ?? 0;
    const zeroShot = scoresByLabel(this.#classIndexes, example.classScores);
    const input: LabelInput = { text: example.text, dense: example.dense, zeroShot };
    const probabilities = labelProbabilities(this.head, input);
    const loss = -Math.log(Math.max(MIN_PROBABILITY, probabilities[target] ?? 0));
    if (gradientScale === undefined) return loss;
    const errors = probabilities.map((probability, c) => {
      const error = (probability - (c === target ? 1 : 0)) * gradientScale;
      return Math.abs(error) < MIN_ERROR ? 0 : error;
    });
    if (errors.some((error) => error !== 0)) {
      forEachFeature(this.head, input, (feature, value) => this.#gradient.add(feature, value, errors));
    }
    return loss;
  }

  step(learningRate: number): void {
    this.#optimiser.step(this.#gradient, learningRate);
  }
}

/** Listwise softmax over the spans of a page. */
export class TrainableSpanHead implements TrainableHead {
  readonly head: SpanHead;
  readonly #gradient: Gradient;
  readonly #optimiser: LazyAdam;

  constructor(head: SpanHead) {
    this.head = head;
    this.#gradient = new Gradient(head.linear);
    this.#optimiser = new LazyAdam(head.linear);
  }

  canUse(example: EncodedExample): boolean {
    return (fieldOf(example, this.head.field)?.bestSpans.length ?? 0) > 0;
  }

  loss(example: EncodedExample, gradientScale?: number): number {
    const field = fieldOf(example, this.head.field);
    const rows = example.spans?.rows;
    if (field === undefined || rows === undefined) return 0;
    const probabilities = spanProbabilities(this.head.linear, { rows, zeroShot: field.spanScores });
    // Equal readings of the answer share the target.
    const share = 1 / field.bestSpans.length;
    let loss = 0;
    for (const span of field.bestSpans) {
      loss -= share * Math.log(Math.max(MIN_PROBABILITY, probabilities[span] ?? 0) / share);
    }
    if (gradientScale === undefined) return loss;
    const errors = probabilities.map((probability) => probability * gradientScale);
    for (const span of field.bestSpans) errors[span] = (errors[span] ?? 0) - share * gradientScale;
    this.#addGradient(field, rows, errors);
    return loss;
  }

  step(learningRate: number): void {
    this.#optimiser.step(this.#gradient, learningRate);
  }

  #addGradient(
    { spanScores }: EncodedField,
    { starts, indexes, values }: NonNullable<EncodedExample['spans']>['rows'],
    errors: Float64Array,
  ): void {
    const error = new Float64Array(1);
    for (let r = 0; r < errors.length; r++) {
      error[0] = errors[r] ?? 0;
      if (Math.abs(error[0]) < MIN_ERROR) continue;
      this.#gradient.add(ZERO_SHOT_FEATURE, spanScores[r] ?? 0, error);
      const end = starts[r + 1] ?? 0;
      for (let k = starts[r] ?? 0; k < end; k++) this.#gradient.add(indexes[k] ?? 0, values[k] ?? 0, error);
    }
  }
}

export function fieldOf(example: EncodedExample, key: string): EncodedField | undefined {
  return example.fields.find((field) => field.key === key);
}
