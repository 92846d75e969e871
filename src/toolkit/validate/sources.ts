import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { formatS3Uri, parseS3Uri } from '../lib/s3-uri.ts';
import type { Method } from '../model/nova.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { detectMethod } from './detect-method.ts';

/** Bytes of a file at a time. */
const CHUNK_BYTES = 256 * 1024;
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
  if ((await stat(path).catch(() => undefined))?.isFile() === true)
    return createReadStream(path, { highWaterMark: CHUNK_BYTES });
  throw new InputError('file-not-found', `Expected a JSON Lines file at ${path}, but there is none.`, {
    remedy: 'Check the path.',
  });
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
    head.push(next.value);
    bytes += next.value.length;
    const lines = Buffer.concat(head).toString('utf8').split('\n');
    if (bytes < HEAD_BYTES) lines.pop();
    method = detectMethod(lines.filter((line) => line.trim() !== ''));
    if (method !== undefined || bytes >= HEAD_BYTES) break;
  }
  method ??= detectMethod(Buffer.concat(head).toString('utf8').split('\n'));
  return { method, chunks: replay(head, iterator) };
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
