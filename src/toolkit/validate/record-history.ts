import { fingerprintLine } from './fingerprint.ts';
import { FingerprintTable } from './fingerprint-table.ts';
import type { Place, TrainingSplit } from './rule.ts';

/** Where the same line stood before. */
export interface Copies {
  readonly copyOf?: Place | undefined;
  readonly copyInOtherSplit?: Place | undefined;
}

const NO_COPIES: Copies = {};

/** Remembers all records by fingerprints of their lines. Memory: at most 16 MiB. */
export class RecordHistory {
  readonly #files: string[] = [];
  readonly #seen = { train: new FingerprintTable(), validation: new FingerprintTable() };

  /** @param file its number comes from `addFile` */
  note(bytes: Uint8Array, split: TrainingSplit, file: number, line: number): Copies {
    const fingerprint = fingerprintLine(bytes);
    const same = this.#seen[split].find(fingerprint);
    if (same === undefined) this.#seen[split].keep(fingerprint, file, line);
    const otherSplit = split === 'train' ? 'validation' : 'train';
    const other = this.#files.length > 1 ? this.#seen[otherSplit].find(fingerprint) : undefined;
    if (same === undefined && other === undefined) return NO_COPIES;
    return { copyOf: same && this.#place(same), copyInOtherSplit: other && this.#place(other) };
  }

  addFile(file: string): number {
    return this.#files.push(file) - 1;
  }

  #place({ file, line }: { readonly file: number; readonly line: number }): Place {
    return { file: this.#files[file] ?? '', line };
  }
}
