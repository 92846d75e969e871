import { hashText } from '../hashing.ts';

/** Features by index, ascending; 16 bits are enough for every feature space used here. */
export interface SparseVector {
  readonly indexes: Uint16Array;
  readonly values: Float32Array;
}

/** Several sparse vectors end to end; row r lies between `starts[r]` and `starts[r + 1]`. */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly indexes: Uint16Array;
  readonly values: Float32Array;
}

/** Adds up hashed features. Reused between vectors, so that no map is made per vector. */
export class FeatureSum {
  readonly #sums: Float32Array;
  readonly #reserved: number;
  readonly #touched: number[] = [];

  /**
   * @param size number of features, at most 65,536
   * @param reserved the first features, which hashing leaves free
   */
  constructor(size: number, reserved = 0) {
    this.#sums = new Float32Array(size);
    this.#reserved = reserved;
  }

  add(key: string, weight: number): void {
    const index = this.#reserved + (hashText(key) % (this.#sums.length - this.#reserved));
    this.addAt(index, weight);
  }

  addAt(index: number, weight: number): void {
    if (this.#sums[index] === 0) this.#touched.push(index);
    this.#sums[index] = (this.#sums[index] ?? 0) + weight;
  }

  /** Returns what was added since the last call, and starts again from nothing. */
  take(): SparseVector {
    const indexes = Uint16Array.from(this.#touched).sort();
    const values = new Float32Array(indexes.length);
    indexes.forEach((index, k) => {
      values[k] = this.#sums[index] ?? 0;
      this.#sums[index] = 0;
    });
    this.#touched.length = 0;
    return { indexes, values };
  }
}

/** Lays vectors end to end. */
export function stackRows(rows: readonly SparseVector[]): SparseRows {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => {
    starts[r + 1] = (starts[r] ?? 0) + row.indexes.length;
  });
  const size = starts[rows.length] ?? 0;
  const indexes = new Uint16Array(size);
  const values = new Float32Array(size);
  rows.forEach((row, r) => {
    indexes.set(row.indexes, starts[r]);
    values.set(row.values, starts[r]);
  });
  return { starts, indexes, values };
}
