import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sniffImage } from '../../pages/index.ts';
import type { Dataset } from '../model/artifacts.ts';
import { containerOf, type MediaFacts, type MediaLookup } from './media-facts.ts';
import type { MediaKind } from './record-view.ts';

/** Bytes read of each image; headers hardly ever go on after that. */
const HEADER_BYTES = 64 * 1024;

/** Finds the images of a data set in its folder. URIs that point elsewhere are out of reach. */
export function localMedia({ folder, manifest }: Dataset): MediaLookup {
  const expected = new Map(manifest.documents.map((document) => [document.image, document.bytes]));
  return async (uri, kind) => {
    if (!uri.startsWith(manifest.s3Prefix)) return undefined;
    const name = uri.slice(manifest.s3Prefix.length);
    // Only paths that cannot leave the folder are opened.
    if (name.split('/').some((part) => part === '' || part === '.' || part === '..')) return { kind: 'missing' };
    return readFacts(join(folder, name), kind, expected.get(name));
  };
}

async function readFacts(path: string, kind: MediaKind, expectedBytes: number | undefined): Promise<MediaFacts> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return { kind: 'missing' };
  try {
    const { size: bytes } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(bytes, HEADER_BYTES));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const header = buffer.subarray(0, bytesRead);
    if (kind !== 'image') return { kind: 'found', bytes, expectedBytes, container: containerOf(header) };
    let sniffed = sniffImage(header);
    if (sniffed.kind === 'broken' && bytes > HEADER_BYTES) sniffed = sniffImage(await readFile(path));
    return { kind: 'found', bytes, expectedBytes, sniffed };
  } finally {
    await handle.close();
  }
}
