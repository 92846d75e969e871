import { crc32 } from 'node:zlib';
import { FingerprintTable } from './fingerprint-table.ts';
import type { RecordView } from './record-view.ts';
import type { Place, TrainingSplit } from './rule.ts';
import { hashText } from './text-facts.ts';

/** Where the same line stood before. */
export interface Copies {
  readonly copyOf?: Place | undefined;
  readonly copyInOtherSplit?: Place | undefined;
}

const NO_COPIES: Copies = {};

/**
 * Remembers all records by a fingerprint of 64 bits: a CRC-32 of the line and a hash of its texts and URIs, both taken
 * in passing. Among 20,000 different records the chance that any two share both is about 1 in 10^11.
 */
export class RecordHistory {
  readonly #files: string[] = [];
  readonly #seen = { train: new FingerprintTable(), validation: new FingerprintTable() };

  /** @param file its number comes from `addFile` */
  note(bytes: Uint8Array, view: RecordView, split: TrainingSplit, file: number, line: number): Copies {
    const high = crc32(bytes) | 0;
    const low = hashContent(view);
    const same = this.#seen[split].find(high, low);
    if (same === undefined) this.#seen[split].keep(high, low, file, line);
    const other =
      this.#files.length > 1 ? this.#seen[split === 'train' ? 'validation' : 'train'].find(high, low) : undefined;
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

function hashContent({ texts, media }: RecordView): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < texts.length; index++)
    hash = Math.imul(hash ^ (texts[index]?.facts.hash ?? 0), 0x01000193);
  for (let index = 0; index < media.length; index++) {
    const uri = media[index]?.uri;
    if (typeof uri === 'string') hash = hashText(uri, hash);
  }
  return hash | 0;
}
