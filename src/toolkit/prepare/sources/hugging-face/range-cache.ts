import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../../lib/atomic-write.ts';
import type { ByteSource } from '../../../lib/byte-source.ts';
import { sha256Hex } from '../../../lib/hash.ts';

/**
 * Keeps every range that was read in `folder`, so that an interrupted run does not fetch it again. Nothing is ever evicted: the folder
 * grows by the bytes that were read and may be deleted at any time.
 * @param identity what the bytes are, content included: ranges of another commit are other ranges
 */
export function cacheRanges(source: ByteSource, folder: string, identity: string): ByteSource {
  const place = join(folder, sha256Hex(identity).slice(0, 32));
  return {
    name: source.name,
    size: source.size,
    async read(start, end) {
      const file = join(place, `${start}-${end}`);
      const known = await readFile(file).catch(() => undefined);
      if (known?.length === end - start) return new Uint8Array(known);
      const bytes = await source.read(start, end);
      await writeFileAtomic(file, bytes);
      return bytes;
    },
  };
}
