import { open, stat } from 'node:fs/promises';

/** Bytes that are read in ranges: a local file, an object behind HTTP. */
export interface ByteSource {
  /** Shown in messages. */
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /** Exactly the bytes from `start` up to, not including, `end`, in a buffer of their own. @throws RangeError outside of the source */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Counts what is really read, over all sources it was given to. */
export interface ByteCounter {
  bytes: number;
}

/** A local file. Opened for each read, so nothing needs to be closed. */
export async function fileBytes(path: string, name: string, counter?: ByteCounter): Promise<ByteSource> {
  const { size } = await stat(path);
  return {
    name,
    size,
    async read(start, end) {
      checkRange(start, end, size, name);
      const bytes = new Uint8Array(end - start);
      await readInto(path, bytes, start);
      if (counter !== undefined) counter.bytes += bytes.length;
      return bytes;
    },
  };
}

/** Fills `target` from the file. @throws Error when the file has become shorter */
export async function readInto(path: string, target: Uint8Array, position: number): Promise<void> {
  const file = await open(path, 'r');
  try {
    let filled = 0;
    while (filled < target.length) {
      const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
      if (bytesRead === 0) throw new Error(`The file ${path} ended at byte ${position + filled} while it was read.`);
      filled += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** Keeps the latest small reads, at most `maxBytes` together: indexes and dictionaries are asked for again and again. */
export function rememberReads(source: ByteSource, maxBytes: number): ByteSource {
  const known = new Map<string, Uint8Array<ArrayBuffer>>();
  let held = 0;
  return {
    name: source.name,
    size: source.size,
    async read(start, end) {
      const key = `${start}-${end}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const bytes = await source.read(start, end);
      if (bytes.length > maxBytes / 4 || known.has(key)) return bytes;
      known.set(key, bytes);
      held += bytes.length;
      for (const [oldest, old] of known) {
        if (held <= maxBytes) break;
        known.delete(oldest);
        held -= old.length;
      }
      return bytes;
    },
  };
}

export function checkRange(start: number, end: number, size: number, name: string): void {
  if (start >= 0 && start <= end && end <= size) return;
  throw new RangeError(`Expected a range within the ${size} bytes of ${name}, but got ${start} to ${end}.`);
}
