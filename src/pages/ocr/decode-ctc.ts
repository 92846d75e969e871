import type { OnnxTensor } from './onnx-runtime.ts';

/** What a strip says. */
export interface Reading {
  readonly text: string;
  /** Mean probability of its characters, 0 to 1; 0 for an empty text. */
  readonly confidence: number;
}

/**
 * Greedy CTC: the likeliest class of each step; repeats merge, class 0 separates.
 * @param steps probabilities, 1 × steps × classes
 * @param alphabet character of each class
 */
export function decodeCtc(steps: OnnxTensor, alphabet: readonly string[]): Reading {
  const [, count = 0, classes = 0] = steps.dims;
  let text = '';
  let sum = 0;
  let characters = 0;
  let previous = 0;
  for (let step = 0; step < count; step++) {
    const base = step * classes;
    const best = likeliest(steps.data, base, classes);
    if (best !== 0 && best !== previous) {
      text += alphabet[best] ?? '';
      sum += steps.data[base + best] ?? 0;
      characters++;
    }
    previous = best;
  }
  return { text, confidence: characters === 0 ? 0 : sum / characters };
}

function likeliest(data: Float32Array, base: number, classes: number): number {
  let best = 0;
  let highest = data[base] ?? 0;
  for (let index = 1; index < classes; index++) {
    const value = data[base + index] ?? 0;
    if (value > highest) {
      highest = value;
      best = index;
    }
  }
  return best;
}
