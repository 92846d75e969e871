import type { Abortable } from '../lib/abort.ts';
import { sha256Hex } from '../lib/hash.ts';
import { AS_THEY_ARE, readSource } from '../lib/model-image.ts';
import { type BatchRecord, recordIdOf } from './batch-record.ts';

/** One document to ask about. */
export interface BatchDocument {
  /** Id in the data set. */
  readonly document: string;
  /** Absolute path of the image, ready for the model. */
  readonly image: string;
}

export interface CollectOptions extends Abortable {
  /** Resume key of the prediction about an image: the one that live inference would give it. */
  readonly keyOf: (image: Uint8Array) => string;
}

export interface CollectEvent {
  readonly type: 'document-read';
  readonly done: number;
}

/** Records of all documents whose image can be used. */
export interface CollectedRecords {
  readonly records: readonly BatchRecord[];
  /** Documents that no record asks about: live inference says the same of them without a call. */
  readonly leftOut: readonly { readonly document: string; readonly code: string; readonly message: string }[];
}

/** Reads every image once, one at a time. Memory: one image and some 300 bytes a document. */
export async function* collectRecords(
  documents: Iterable<BatchDocument>,
  { keyOf, signal }: CollectOptions,
): AsyncGenerator<CollectEvent, CollectedRecords> {
  const records = new Map<string, BatchRecord>();
  const leftOut: CollectedRecords['leftOut'][number][] = [];
  let done = 0;
  for (const { document, image } of documents) {
    signal?.throwIfAborted();
    const source = await readSource({ path: image });
    const made = 'kind' in source ? source : await AS_THEY_ARE.make(source);
    if (made.kind === 'skipped') leftOut.push({ document, code: made.code, message: made.message });
    else {
      const { bytes, format } = made.image;
      const key = keyOf(bytes);
      const known = records.get(key);
      const own = { recordId: recordIdOf(key), key, image, format, bytes: bytes.length, sha256: sha256Hex(bytes) };
      records.set(key, { ...(known ?? own), documents: [...(known?.documents ?? []), document] });
    }
    done += 1;
    yield { type: 'document-read', done };
  }
  return { records: [...records.values()], leftOut };
}
