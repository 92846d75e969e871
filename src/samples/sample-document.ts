/** One drawn page with what is true about it. */
export interface SampleDocument {
  /** File name, for example `letter-0003.png`. */
  readonly name: string;
  /** The encoded image. */
  readonly bytes: Uint8Array;
  /** Field names with their true values; for a page of a class: `{ class }`. */
  readonly truth: Readonly<Record<string, string>>;
}

/** `seed` and `index` are whole numbers from 0 up; the same pair gives the same bytes. */
export interface SampleChoice {
  readonly seed: number;
  readonly index: number;
}

/** @throws RangeError for anything but whole numbers from 0 to 2^31. */
export function checkChoice(choice: SampleChoice): void {
  for (const [name, value] of [
    ['seed', choice.seed],
    ['index', choice.index],
  ] as const) {
    if (!Number.isInteger(value) || value < 0 || value > 2 ** 31) {
      throw new RangeError(`Sample ${name}: expected a whole number from 0 to ${2 ** 31}, got ${value}.`);
    }
  }
}
