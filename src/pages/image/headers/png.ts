import type { HeaderReader } from '../header-reader.ts';
import type { ImageHeader } from './image-header.ts';
import { exifOrientation } from './tiff.ts';

/** More chunks than any writer puts before the pixels. */
const MAX_CHUNKS = 1000;

/** PNG specification §5 and §11: signature, then chunks of length, type, data, CRC; IHDR comes first. */
export function pngHeader(bytes: HeaderReader): ImageHeader {
  const width = bytes.number(16, 4);
  const height = bytes.number(20, 4);
  let animated = false;
  let orientation = 1;
  let at = 8;
  for (let chunk = 0; chunk < MAX_CHUNKS && at + 8 <= bytes.length; chunk++) {
    const type = bytes.tag(at + 4, 4);
    if (type === 'IDAT' || type === 'IEND') break;
    if (type === 'acTL') animated = true;
    if (type === 'eXIf') orientation = exifOrientation(bytes, at + 8);
    at += 12 + bytes.number(at, 4);
  }
  return { width, height, animated, orientation };
}
