import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { internalError } from '../rules/errors.ts';
import type { BlobFiles } from './blob-files.ts';
import { type Bytes, type ReceivedBytes, type ReceiveOptions, receiveBytes } from './receive.ts';
import { sweepBlobs } from './sweep.ts';

/** Bytes that are ready to be kept. */
export type KeepableBytes = Pick<ReceivedBytes, 'keep' | 'discard'>;

/** Keeps blobs and rows in step: a blob is there before its row and goes after it. */
export interface BlobKeeper {
  readonly files: BlobFiles;
  /** Takes in bytes. @throws ServiceError `InternalError` when they cannot be kept, such as on a full disk. */
  receive(bytes: Bytes, options: ReceiveOptions): Promise<ReceivedBytes>;
  /**
   * Keeps received bytes as a blob while `record` writes its row; removes the blobs that `record` returns as freed.
   * When either throws, nothing is left of the bytes.
   * @returns the new blob.
   */
  keepBlob(bytes: KeepableBytes, record: (blob: string) => readonly (string | undefined)[]): Promise<string>;
  /** Removes blobs in the background. */
  removeBlobs(blobs: readonly string[]): void;
  /** Removes, in the background, blobs of earlier processes that are not used. */
  sweep(isUsed: (blob: string) => boolean): void;
  /** Waits for removals under way. */
  close(): Promise<void>;
}

export function createBlobKeeper(files: BlobFiles, log: Cloud['log']): BlobKeeper {
  const ending = new AbortController();
  const background = new Set<Promise<void>>();
  const inBackground = (failure: string, work: Promise<void>): void => {
    const task = work
      .catch((error: unknown) => log(failure, { error: String(error) }))
      .finally(() => background.delete(task));
    background.add(task);
  };
  const refusal = (error: unknown): unknown => {
    if (error instanceof ServiceError) return error;
    log('s3.store-failed', { error: String(error) });
    return internalError(error);
  };
  const removeBlobs = (blobs: readonly string[]): void => {
    for (const blob of blobs) inBackground('s3.blob-not-removed', files.remove(blob));
  };
  return {
    files,
    removeBlobs,
    receive: async (bytes, options) => {
      try {
        return await receiveBytes(files, bytes, options);
      } catch (error) {
        throw options.signal?.aborted ? error : refusal(error);
      }
    },
    keepBlob: async (bytes, record) => {
      let blob: string | undefined;
      try {
        blob = await bytes.keep();
        removeBlobs(record(blob).filter((freed) => freed !== undefined));
        return blob;
      } catch (error) {
        if (blob === undefined) await bytes.discard();
        else removeBlobs([blob]);
        throw refusal(error);
      }
    },
    sweep: (isUsed) => inBackground('s3.sweep-failed', sweepBlobs(files, isUsed, { signal: ending.signal, log })),
    close: async () => {
      ending.abort();
      await Promise.all(background);
    },
  };
}
