import type { Gradient, Linear } from '../heads/linear.ts';

const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.99;
const WEIGHT_DECAY = 2e-4;
const EPSILON = 1e-6;

/** Adam that moves only the weights which the examples at hand touch. Twice the memory of the weights. */
export class LazyAdam {
  readonly #weights: Float32Array;
  readonly #mean: Float32Array;
  readonly #square: Float32Array;
  #steps = 0;

  constructor({ weights }: Linear) {
    this.#weights = weights;
    this.#mean = new Float32Array(weights.length);
    this.#square = new Float32Array(weights.length);
  }

  /** One update; the gradient is empty afterwards. */
  step(gradient: Gradient, learningRate: number): void {
    const touched = gradient.takeTouched();
    if (touched.length === 0) return;
    this.#steps += 1;
    const meanScale = learningRate / (1 - MEAN_DECAY ** this.#steps);
    const squareScale = 1 / (1 - SQUARE_DECAY ** this.#steps);
    const keep = 1 - learningRate * WEIGHT_DECAY;
    for (const feature of touched) {
      const end = (feature + 1) * gradient.outputs;
      for (let i = feature * gradient.outputs; i < end; i++) {
        const slope = gradient.values[i] ?? 0;
        if (slope === 0) continue;
        gradient.values[i] = 0;
        const mean = MEAN_DECAY * (this.#mean[i] ?? 0) + (1 - MEAN_DECAY) * slope;
        const square = SQUARE_DECAY * (this.#square[i] ?? 0) + (1 - SQUARE_DECAY) * slope * slope;
        this.#mean[i] = mean;
        this.#square[i] = square;
        const move = (meanScale * mean) / (Math.sqrt(square * squareScale) + EPSILON);
        this.#weights[i] = (this.#weights[i] ?? 0) * keep - move;
      }
    }
  }
}
