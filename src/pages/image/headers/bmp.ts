import type { HeaderReader } from '../header-reader.ts';
import type { ImageHeader } from './image-header.ts';

const OS2_HEADER_SIZES = new Set([12, 16]);

/** Windows bitmap: the old header has 16-bit sides; in the newer ones a negative height means "top row first". */
export function bmpHeader(bytes: HeaderReader): ImageHeader {
  const still = { animated: false, orientation: 1 };
  const headerSize = bytes.number(14, 4, true);
  if (headerSize === 12) return { width: bytes.number(18, 2, true), height: bytes.number(20, 2, true), ...still };
  const height = bytes.number(22, 4, true);
  const signed = OS2_HEADER_SIZES.has(headerSize) ? height : height | 0;
  return { width: bytes.number(18, 4, true), height: Math.abs(signed), ...still };
}
