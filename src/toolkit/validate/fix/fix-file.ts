import { randomBytes } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import { InputError } from '../../errors.ts';
import type { Abortable } from '../../lib/abort.ts';
import { parseS3Uri } from '../../lib/s3-uri.ts';
import type { Method } from '../../model/nova.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { openSource, peekMethod } from '../sources.ts';
import { fixLines, type LineChange } from './fix-lines.ts';

export interface FixOptions extends Abortable {
  /** File to write; must not be there. */
  readonly to: string;
  /** Default: told from the first records. */
  readonly method?: Method;
  /** Bucket that media are in. Default: unknown; any `bucket/key` gets its scheme. */
  readonly bucket?: string;
  /** Whether records are repeated on purpose and stay. Default false. */
  readonly repeats?: boolean;
  /** Reads an `s3://` file. */
  readonly store?: ObjectStore;
}

export interface FixSummary {
  readonly to: string;
  /** Lines written. */
  readonly records: number;
  readonly changes: number;
}

/**
 * Writes a corrected copy of a JSON Lines file, and yields every change with its line. The input is never touched;
 * the copy appears under its name once it is whole. Fixing a fixed file changes nothing.
 *
 * @throws InputError `fix-impossible` when something stands at `to`, `file-not-found`, `store-missing`
 */
export async function* fixFile(from: string, options: FixOptions): AsyncGenerator<LineChange, FixSummary, undefined> {
  const { to, store, signal, repeats = false } = options;
  const bucket = options.bucket ?? parseS3Uri(from)?.bucket;
  if (await isThere(to))
    throw new InputError('fix-impossible', `Expected a new file to write to, but ${to} is there already.`, {
      remedy: 'Name another file, or move that one away.',
    });
  const { chunks, method } = await peekMethod(await openSource(from, store, signal));
  const temporary = `${to}.${randomBytes(4).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx');
  let [records, changes] = [0, 0];
  try {
    const context = { method: options.method ?? method ?? 'sft', bucket, repeats };
    const buffer = new WriteBuffer((bytes) => handle.write(bytes));
    for await (const { bytes, changes: made } of fixLines(chunks, context)) {
      signal?.throwIfAborted();
      changes += made.length;
      yield* made;
      if (bytes === undefined) continue;
      records += 1;
      await buffer.add(bytes);
    }
    await buffer.flush();
    await handle.sync();
    await rename(temporary, to);
  } finally {
    // Also when the caller stops listening half-way.
    await handle.close();
    await rm(temporary, { force: true });
  }
  return { to, records, changes };
}

/** Gathers lines so that each write is worth its while. Bytes. */
const WRITE_BYTES = 256 * 1024;

class WriteBuffer {
  #parts: Uint8Array[] = [];
  #bytes = 0;
  readonly #write: (bytes: Uint8Array) => Promise<unknown>;

  constructor(write: (bytes: Uint8Array) => Promise<unknown>) {
    this.#write = write;
  }

  async add(part: Uint8Array): Promise<void> {
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes >= WRITE_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#bytes > 0) await this.#write(Buffer.concat(this.#parts));
    this.#parts = [];
    this.#bytes = 0;
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
