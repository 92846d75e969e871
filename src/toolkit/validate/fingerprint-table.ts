import type { Fingerprint } from './fingerprint.ts';

/** Slots of a table with its first fingerprint, 1 MiB: enough for the largest allowed data set. A power of two. */
const FIRST_SLOTS = 65_536;
/** Fingerprints kept: ten times the rows of the largest allowed data set, at most 8 MiB. Later records are looked up but not kept. */
const MOST_KEPT = 200_000;
/** Numbers of one slot: two halves of the fingerprint, file, line. A line of 0 marks a free slot. */
const WIDTH = 4;

/** One free slot. */
const EMPTY = new Int32Array(WIDTH);

/** Where a fingerprint of 64 bits was first seen. Open addressing in one typed array: no object for each record. */
export class FingerprintTable {
  #slots = EMPTY;
  #kept = 0;
  readonly #mostKept: number;

  constructor(mostKept = MOST_KEPT) {
    this.#mostKept = mostKept;
  }

  /** The place kept for this fingerprint; undefined when there is none. */
  find({ high, low }: Fingerprint): { readonly file: number; readonly line: number } | undefined {
    const at = this.#locate(this.#slots, high, low);
    const line = this.#slots[at + 3] ?? 0;
    return line === 0 ? undefined : { file: this.#slots[at + 2] ?? 0, line };
  }

  /** Keeps the first place of a fingerprint. @param line 1-based */
  keep({ high, low }: Fingerprint, file: number, line: number): void {
    if (this.#kept >= this.#mostKept) return;
    if (this.#slots === EMPTY) this.#slots = new Int32Array(FIRST_SLOTS * WIDTH);
    const at = this.#locate(this.#slots, high, low);
    if (this.#slots[at + 3] !== 0) return;
    const slots = this.#slots;
    slots[at] = high;
    slots[at + 1] = low;
    slots[at + 2] = file;
    slots[at + 3] = line;
    this.#kept += 1;
    if (this.#kept * 2 * WIDTH > this.#slots.length) this.#grow();
  }

  #locate(slots: Int32Array, high: number, low: number): number {
    const mask = slots.length - 1;
    let at = (Math.imul(high ^ (low >>> 7), 0x9e3779b1) >>> 3) & mask & ~(WIDTH - 1);
    while (slots[at + 3] !== 0 && (slots[at] !== (high | 0) || slots[at + 1] !== (low | 0))) at = (at + WIDTH) & mask;
    return at;
  }

  #grow(): void {
    const larger = new Int32Array(this.#slots.length * 2);
    for (let from = 0; from < this.#slots.length; from += WIDTH) {
      if (this.#slots[from + 3] === 0) continue;
      const at = this.#locate(larger, this.#slots[from] ?? 0, this.#slots[from + 1] ?? 0);
      larger.set(this.#slots.subarray(from, from + WIDTH), at);
    }
    this.#slots = larger;
  }
}
