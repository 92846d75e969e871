import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Encoded examples beyond this stay in a temporary file. Bytes. */
const MEMORY_LIMIT = 256 * 1024 * 1024;

interface Place {
  readonly at: number;
  readonly size: number;
}

/**
 * Keeps records in memory up to a limit, then in a temporary file, so that the number of examples does not bound
 * training. Records must be plain data and typed arrays.
 */
export class RecordStore<T> {
  readonly #limit: number;
  readonly #sizeOf: (record: T) => number;
  readonly #kept: T[] = [];
  readonly #spilled: Place[] = [];
  #bytes = 0;
  #file: { readonly descriptor: number; readonly folder: string; end: number } | undefined;

  /**
   * @param sizeOf bytes that a record takes in memory, roughly
   * @param limit bytes kept in memory, default 256 MiB
   */
  constructor(sizeOf: (record: T) => number, limit = MEMORY_LIMIT) {
    this.#sizeOf = sizeOf;
    this.#limit = limit;
  }

  get size(): number {
    return this.#kept.length + this.#spilled.length;
  }

  /** Returns the record's number, from 0. */
  add(record: T): number {
    const size = this.#sizeOf(record);
    if (this.#spilled.length === 0 && this.#bytes + size <= this.#limit) {
      this.#bytes += size;
      return this.#kept.push(record) - 1;
    }
    this.#spilled.push(this.#write(serialize(record)));
    return this.size - 1;
  }

  get(number: number): T {
    const kept = this.#kept[number];
    if (kept !== undefined) return kept;
    const place = this.#spilled[number - this.#kept.length];
    if (place === undefined || this.#file === undefined) throw new RangeError(`There is no record ${number}.`);
    const bytes = Buffer.allocUnsafe(place.size);
    readSync(this.#file.descriptor, bytes, 0, place.size, place.at);
    return deserialize(bytes) as T;
  }

  /** Removes the temporary file. */
  close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file.descriptor);
    rmSync(this.#file.folder, { recursive: true, force: true });
    this.#file = undefined;
  }

  #write(bytes: Uint8Array): Place {
    this.#file ??= openTemporary();
    const place = { at: this.#file.end, size: bytes.length };
    writeSync(this.#file.descriptor, bytes, 0, bytes.length, place.at);
    this.#file.end += bytes.length;
    return place;
  }
}

function openTemporary(): { descriptor: number; folder: string; end: number } {
  const folder = mkdtempSync(path.join(tmpdir(), 'novatune-training-'));
  const descriptor = openSync(path.join(folder, 'records'), 'w+');
  removeQuietly(folder);
  return { descriptor, folder, end: 0 };
}

/** An open file lives on without its name, so a killed process leaves nothing; Windows refuses, there `close` removes it. */
function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Still open, on Windows.
  }
}
