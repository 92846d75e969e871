import { BrokenHeaderError, type HeaderReader } from '../header-reader.ts';
import type { ImageHeader } from './image-header.ts';
import { exifOrientation } from './tiff.ts';

/** Metadata may take many 64-KiB segments, never this many. */
const MAX_SEGMENTS = 4000;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;

/** ITU T.81 annex B: markers and segments up to the first start-of-frame, which holds the size. */
export function jpegHeader(bytes: HeaderReader): ImageHeader {
  let orientation = 1;
  let at = 2;
  for (let segment = 0; segment < MAX_SEGMENTS; segment++) {
    while (bytes.byte(at) === 0xff && bytes.byte(at + 1) === 0xff) at++;
    const marker = bytes.byte(at + 1);
    if (bytes.byte(at) !== 0xff || marker === START_OF_SCAN || marker === END_OF_IMAGE) break;
    if (isStartOfFrame(marker)) {
      return { height: bytes.number(at + 5, 2), width: bytes.number(at + 7, 2), animated: false, orientation };
    }
    if (marker === APP1 && bytes.has(at + 4, 'Exif\0\0')) orientation = exifOrientation(bytes, at + 10);
    at += standsAlone(marker) ? 2 : 2 + bytes.number(at + 2, 2);
  }
  throw new BrokenHeaderError('the header has no start of frame');
}

/** SOF0 to SOF15 without the Huffman tables, the reserved marker and the arithmetic coding conditions. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** TEM and the restart markers carry no length. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}
