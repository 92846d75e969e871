import { type FileHandle, open, stat } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { formatS3Uri, parseS3Uri } from '../lib/s3-uri.ts';
import type { Method } from '../model/nova.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { detectMethod } from './detect-method.ts';

/** Bytes of a file at a time; two such buffers are used in turn. */
const CHUNK_BYTES = 512 * 1024;
/** Bytes looked at to tell the method of a file. */
const HEAD_BYTES = 1024 * 1024;

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Opens a JSON Lines file on disk, or an object of a store for `s3://…`. Streams: 256 KiB at a time.
 * @throws InputError `file-not-found`, `store-missing`; CloudError
 */
export async function openSource(place: string, store?: ObjectStore, signal?: AbortSignal): Promise<Chunks> {
  const address = parseS3Uri(place);
  if (address === undefined) return openFile(place);
  if (store === undefined)
    throw new InputError('store-missing', `Expected a store to read ${place} from, but none was given.`, {
      remedy: 'Connect to a cloud.',
    });
  const body = await store.get(address.bucket, address.key, signal);
  if (body === undefined)
    throw new InputError(
      'file-not-found',
      `Expected a JSON Lines file at ${formatS3Uri(address)}, but there is none.`,
      {
        remedy: 'Check the bucket and the key.',
      },
    );
  return body;
}

async function openFile(path: string): Promise<AsyncIterable<Uint8Array>> {
  if ((await stat(path).catch(() => undefined))?.isFile() === true) return readAhead(path);
  throw new InputError('file-not-found', `Expected a JSON Lines file at ${path}, but there is none.`, {
    remedy: 'Check the path.',
  });
}

/** The bytes of a file, the next ones being read while the last are looked at. A chunk holds until the next but one is asked for. */
async function* readAhead(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const handle = await open(path);
  let [free, filling] = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)];
  let reading = fill(handle, filling);
  try {
    for (let bytes = await reading; bytes > 0; bytes = await reading) {
      const filled = filling.subarray(0, bytes);
      [free, filling] = [filling, free];
      reading = fill(handle, filling);
      yield filled;
    }
  } finally {
    await reading.catch(() => 0);
    await handle.close();
  }
}

function fill(handle: FileHandle, buffer: Buffer): Promise<number> {
  const reading = handle.read(buffer, 0, buffer.length, null).then(({ bytesRead }) => bytesRead);
  // A failure is thrown where the result is awaited.
  reading.catch(() => {});
  return reading;
}

/** Tells the method from the beginning of the chunks, and gives the chunks back whole. */
export async function peekMethod(
  chunks: Chunks,
): Promise<{ readonly method: Method | undefined; readonly chunks: Chunks }> {
  const head: Uint8Array[] = [];
  let bytes = 0;
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let method: Method | undefined;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    // Copied, since a source may use the memory of its chunks again.
    head.push(Buffer.from(next.value));
    bytes += next.value.length;
    method = detectMethod(wholeLines(head));
    if (method !== undefined || bytes >= HEAD_BYTES) break;
  }
  // A file of one line may have no line end.
  method ??= detectMethod([Buffer.concat(head).toString('utf8').trimEnd()]);
  return { method, chunks: replay(head, iterator) };
}

/** One by one, since the first hardly ever leaves a doubt. */
function* wholeLines(head: readonly Uint8Array[]): Generator<string, void, undefined> {
  const bytes = head.length === 1 && head[0] !== undefined ? head[0] : Buffer.concat(head);
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    const line = Buffer.from(bytes.subarray(start, end)).toString('utf8');
    if (line.trim() !== '') yield line;
    start = end + 1;
  }
}

async function* replay(
  head: readonly Uint8Array[],
  rest: Iterator<Uint8Array> | AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
