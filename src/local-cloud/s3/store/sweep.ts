import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cloud } from '../../state/ports.ts';
import type { BlobFiles } from './blob-files.ts';

/** Blobs looked at between two turns of the event loop. */
const BLOBS_PER_TURN = 32;

/** File systems stamp files with a clock that ticks every few milliseconds. */
const FILE_CLOCK_GRAIN_MS = 20;

/**
 * Removes blobs that no row refers to: a crash between renaming a file and committing its row leaves one.
 * Files of this process are never candidates, since only those written before the call are looked at.
 */
export async function sweepBlobs(
  files: BlobFiles,
  isUsed: (blob: string) => boolean,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Cloud['log'] },
): Promise<void> {
  let looked = 0;
  let removed = 0;
  for await (const blob of files.writtenBefore(Date.now() - FILE_CLOCK_GRAIN_MS)) {
    if (signal.aborted) break;
    if (!isUsed(blob)) {
      await files.remove(blob);
      removed += 1;
    }
    looked += 1;
    if (looked % BLOBS_PER_TURN === 0) await nextTurn();
  }
  if (removed > 0) log('s3.orphan-blobs-removed', { removed });
}
