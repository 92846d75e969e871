import type { Feature } from '../features/feature.ts';
import { textOf } from './piece-images.ts';

/** Numbers the labels of all tables alike: equal texts are one label. */
export class LabelNumbers {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The text of a label's number. */
  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }

  /** One number per value, -1 for values that are no label: null, blank text, -1 of a `ClassLabel`, numbers beyond its names. */
  number(values: readonly unknown[], feature: Feature): Int32Array {
    return Int32Array.from(values, (value) => {
      const name = labelName(value, feature);
      return name === undefined ? -1 : this.#numberOf(name);
    });
  }

  #numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}

/** Text of a label value, undefined when there is none. */
export function labelName(value: unknown, feature: Feature): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (feature.kind !== 'class-label' || typeof value !== 'number') {
    const text = textOf(value).trim();
    return text === '' ? undefined : text;
  }
  if (value < 0) return undefined;
  // Without names the number is all there is.
  return feature.names.length === 0 ? String(value) : feature.names[value];
}
