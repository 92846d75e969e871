import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { CHECKSUM_ALGORITHMS } from '../checksums/algorithms.ts';
import { entityTooLarge } from '../rules/errors.ts';
import type { BlobFiles, BlobWriter } from './blob-files.ts';

/** Bytes given, not yet an object. Exactly one of `keep` and `discard` ends it. */
export interface ReceivedBytes {
  readonly size: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** Base64, for each algorithm asked for. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
  /** @returns id of the blob that now holds the bytes. */
  keep(): Promise<string>;
  discard(): Promise<void>;
}

export type Bytes = Readable | AsyncIterable<Uint8Array> | Uint8Array | string | undefined;

export interface ReceiveOptions {
  readonly algorithms: readonly ChecksumAlgorithm[];
  /** Bytes; more are refused with EntityTooLarge. */
  readonly maximum: number;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes gathered before they are written: one system call for many small chunks. Bounds memory per upload. */
const GATHERED_BYTES = 1024 * 1024;

function chunksOf(bytes: Bytes): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (bytes === undefined) return [];
  if (typeof bytes === 'string') return [Buffer.from(bytes)];
  return bytes instanceof Uint8Array ? [bytes] : bytes;
}

/** Writes `bytes` to a new file while hashing them. Leaves no file behind when it throws. */
export async function receiveBytes(files: BlobFiles, bytes: Bytes, options: ReceiveOptions): Promise<ReceivedBytes> {
  const { signal, maximum } = options;
  const hash = createHash('md5');
  const running = options.algorithms.map((name) => ({ name, checksum: CHECKSUM_ALGORITHMS[name].create() }));
  const cut = (): void => {
    if (bytes instanceof Readable) bytes.destroy(new Error('The client went away', { cause: signal?.reason }));
  };
  signal?.addEventListener('abort', cut, { once: true });
  let writer: BlobWriter | undefined;
  try {
    writer = await files.create();
    const size = await writeAll(writer, chunksOf(bytes), maximum, (chunk) => {
      hash.update(chunk);
      for (const { checksum } of running) checksum.update(chunk);
    });
    signal?.throwIfAborted();
    const checksums = new Map<ChecksumAlgorithm, string>();
    for (const { name, checksum } of running) {
      checksums.set(name, Buffer.from(await checksum.digest()).toString('base64'));
    }
    return { size, md5: hash.digest('hex'), checksums, keep: writer.keep, discard: writer.discard };
  } catch (error) {
    await writer?.discard();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cut);
  }
}

/** Back-pressure comes from awaiting each write before the next chunk is taken. @returns bytes written. */
async function writeAll(
  writer: BlobWriter,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maximum: number,
  digest: (chunk: Uint8Array) => void,
): Promise<number> {
  let size = 0;
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maximum) throw entityTooLarge(size, maximum);
    digest(chunk);
    gathered.push(chunk);
    gatheredBytes += chunk.byteLength;
    if (gatheredBytes < GATHERED_BYTES) continue;
    await writer.write(gathered);
    gathered = [];
    gatheredBytes = 0;
  }
  if (gatheredBytes > 0) await writer.write(gathered);
  return size;
}
