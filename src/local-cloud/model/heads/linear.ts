/** Weights of a linear map, feature by feature: output c of feature f stands at f × outputs + c. */
export interface Linear {
  readonly features: number;
  readonly outputs: number;
  readonly weights: Float32Array;
}

export function zeroLinear(features: number, outputs: number): Linear {
  return { features, outputs, weights: new Float32Array(features * outputs) };
}

/** Adds `value` × the weights of one feature to `scores`. */
export function addFeature({ outputs, weights }: Linear, feature: number, value: number, scores: Float64Array): void {
  const at = feature * outputs;
  for (let c = 0; c < outputs; c++) scores[c] = (scores[c] ?? 0) + (weights[at + c] ?? 0) * value;
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    const share = Math.exp((scores[c] ?? 0) - highest);
    scores[c] = share;
    sum += share;
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) / sum;
  return scores;
}

/** Index of the largest value, the first of equals; -1 for none. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (best < 0 || (values[i] ?? 0) > (values[best] ?? 0)) best = i;
  }
  return best;
}

/** A gradient that remembers which features it touches, so that a step costs what its examples hold. */
export class Gradient {
  readonly outputs: number;
  readonly values: Float32Array;
  readonly #isTouched: Uint8Array;
  #touched: number[] = [];

  constructor({ features, outputs }: Linear) {
    this.outputs = outputs;
    this.values = new Float32Array(features * outputs);
    this.#isTouched = new Uint8Array(features);
  }

  /** Adds `value` × `errors` to the gradient of one feature. */
  add(feature: number, value: number, errors: ArrayLike<number>): void {
    if (this.#isTouched[feature] === 0) {
      this.#isTouched[feature] = 1;
      this.#touched.push(feature);
    }
    const at = feature * this.outputs;
    for (let c = 0; c < this.outputs; c++) {
      this.values[at + c] = (this.values[at + c] ?? 0) + (errors[c] ?? 0) * value;
    }
  }

  /** Touched features in ascending order; they count as untouched from now on, their values are the caller's to clear. */
  takeTouched(): number[] {
    const touched = this.#touched.sort((a, b) => a - b);
    this.#touched = [];
    for (const feature of touched) this.#isTouched[feature] = 0;
    return touched;
  }
}
