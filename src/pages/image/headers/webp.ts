import { BrokenHeaderError, type HeaderReader } from '../header-reader.ts';
import type { ImageHeader } from './image-header.ts';
import { exifOrientation } from './tiff.ts';

const FIRST_CHUNK = 12;
const ANIMATION_FLAG = 0x02;
const EXIF_FLAG = 0x08;
/** Extended files hold one chunk a frame. */
const MAX_CHUNKS = 100_000;

/** WebP container specification (RFC 9649): a lossy, a lossless or an extended first chunk. */
export function webpHeader(bytes: HeaderReader): ImageHeader {
  const data = FIRST_CHUNK + 8;
  const still = { animated: false, orientation: 1 };
  switch (bytes.tag(FIRST_CHUNK, 4)) {
    case 'VP8 ':
      if (!bytes.has(data + 3, '\x9d\x01\x2a')) throw new BrokenHeaderError('the first frame has no start code');
      return {
        width: bytes.number(data + 6, 2, true) & 0x3fff,
        height: bytes.number(data + 8, 2, true) & 0x3fff,
        ...still,
      };
    case 'VP8L': {
      const size = bytes.number(data + 1, 4, true);
      return { width: (size & 0x3fff) + 1, height: ((size >>> 14) & 0x3fff) + 1, ...still };
    }
    case 'VP8X': {
      const flags = bytes.byte(data);
      return {
        width: bytes.number(data + 4, 3, true) + 1,
        height: bytes.number(data + 7, 3, true) + 1,
        animated: (flags & ANIMATION_FLAG) !== 0,
        orientation: (flags & EXIF_FLAG) === 0 ? 1 : exifChunkOrientation(bytes),
      };
    }
    default:
      throw new BrokenHeaderError('the first chunk is neither VP8, VP8L nor VP8X');
  }
}

/** The EXIF chunk stands after the pixels; some writers begin it like a JPEG's. */
function exifChunkOrientation(bytes: HeaderReader): number {
  let at = FIRST_CHUNK;
  for (let chunk = 0; chunk < MAX_CHUNKS && at + 8 <= bytes.length; chunk++) {
    if (bytes.has(at, 'EXIF')) return exifOrientation(bytes, at + (bytes.has(at + 8, 'Exif\0\0') ? 14 : 8));
    const size = bytes.number(at + 4, 4, true);
    at += 8 + size + (size % 2);
  }
  return 1;
}
