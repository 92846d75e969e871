import { buffer } from 'node:stream/consumers';
import { sniffImage } from '../../pages/index.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { containerOf, type MediaFacts, type MediaLookup } from './media-facts.ts';
import type { MediaKind } from './record-view.ts';

/** Bytes read of each object at first: enough for the header of nearly every image. */
const HEADER_BYTES = 16 * 1024;
/** Read when an image's header goes on after that, as behind embedded colour profiles and thumbnails. */
const LONG_HEADER_BYTES = 512 * 1024;

/** Finds media where their URIs point: one HEAD and one ranged GET for each, a second GET for unusual headers. */
export function storeMedia(store: ObjectStore): MediaLookup {
  return async (uri, kind, signal) => {
    const address = parseS3Uri(uri);
    if (address === undefined || address.key === '') return undefined;
    const { bucket, key } = address;
    const head = await store.head(bucket, key, signal);
    if (head === undefined) return { kind: 'missing' };
    const { size: bytes } = head;
    const read = async (length: number): Promise<Uint8Array> => {
      if (bytes === 0) return new Uint8Array(0);
      const range = { start: 0, end: Math.min(bytes, length) };
      const body = await store.get(bucket, key, signal, range);
      return body === undefined ? new Uint8Array(0) : buffer(body);
    };
    return factsOf(bytes, kind, read);
  };
}

async function factsOf(
  bytes: number,
  kind: MediaKind,
  read: (length: number) => Promise<Uint8Array>,
): Promise<MediaFacts> {
  const header = await read(HEADER_BYTES);
  if (kind !== 'image') return { kind: 'found', bytes, container: containerOf(header) };
  let sniffed = sniffImage(header);
  if (sniffed.kind === 'broken' && bytes > HEADER_BYTES) sniffed = sniffImage(await read(LONG_HEADER_BYTES));
  return { kind: 'found', bytes, sniffed };
}
