import type { HeaderReader } from '../header-reader.ts';
import type { ImageHeader } from './image-header.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** GIF89a specification: logical screen, then blocks. A second image block makes it an animation. */
export function gifHeader(bytes: HeaderReader): ImageHeader {
  const width = bytes.number(6, 2, true);
  const height = bytes.number(8, 2, true);
  return { width, height, animated: countImages(bytes, 2) > 1, orientation: 1 };
}

/** Walks the blocks until `enough` images were seen or the data ends. */
function countImages(bytes: HeaderReader, enough: number): number {
  let images = 0;
  let at = 13 + colourTableSize(bytes.byte(10));
  while (images < enough && at + 10 <= bytes.length) {
    const block = bytes.byte(at);
    if (block === IMAGE) {
      images++;
      at = skipSubBlocks(bytes, at + 11 + colourTableSize(bytes.byte(at + 9)));
    } else if (block === EXTENSION) {
      at = skipSubBlocks(bytes, at + 2);
    } else {
      break;
    }
  }
  return images;
}

function colourTableSize(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function skipSubBlocks(bytes: HeaderReader, start: number): number {
  let at = start;
  while (at < bytes.length && bytes.byte(at) !== 0) at += bytes.byte(at) + 1;
  return at + 1;
}
