import { BrokenHeaderError, type HeaderReader } from '../header-reader.ts';
import type { ImageHeader } from './image-header.ts';

const WIDTH = 256;
const HEIGHT = 257;
const ORIENTATION = 274;
/** A directory with more entries is damaged. */
const MAX_ENTRIES = 1000;
const LONG = 4;
const LONG8 = 16;

/** Field widths of the two TIFF flavours, bytes. */
interface Flavour {
  readonly little: boolean;
  readonly offsetSize: number;
  readonly countSize: number;
  readonly entrySize: number;
  readonly firstOffsetAt: number;
}

interface Directory {
  readonly values: ReadonlyMap<number, number>;
  readonly hasNext: boolean;
}

/** TIFF 6.0 §2 and BigTIFF: the first directory's size and orientation. */
export function tiffHeader(bytes: HeaderReader, start: number): ImageHeader {
  const directory = firstDirectory(bytes, start);
  const width = directory.values.get(WIDTH);
  const height = directory.values.get(HEIGHT);
  if (width === undefined || height === undefined) throw new BrokenHeaderError('the first directory states no size');
  return { width, height, animated: directory.hasNext, orientation: orientationOf(directory) };
}

/** Orientation in an EXIF block, which is a TIFF file of its own; 1 when the block is damaged or does not say. */
export function exifOrientation(bytes: HeaderReader, start: number): number {
  try {
    return orientationOf(firstDirectory(bytes, start));
  } catch (error) {
    if (error instanceof BrokenHeaderError) return 1;
    throw error;
  }
}

function orientationOf(directory: Directory): number {
  const value = directory.values.get(ORIENTATION) ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}

function firstDirectory(bytes: HeaderReader, start: number): Directory {
  const flavour = flavourOf(bytes, start);
  const { little, offsetSize, countSize, entrySize } = flavour;
  const at = start + bytes.number(start + flavour.firstOffsetAt, offsetSize, little);
  const count = bytes.number(at, countSize, little);
  if (count > MAX_ENTRIES) throw new BrokenHeaderError(`the first directory claims ${count} entries`);
  const values = new Map<number, number>();
  for (let entry = 0; entry < count; entry++) {
    const place = at + countSize + entry * entrySize;
    const type = bytes.number(place + 2, 2, little);
    const size = type === LONG8 ? 8 : type === LONG ? 4 : 2;
    values.set(bytes.number(place, 2, little), bytes.number(place + 4 + offsetSize, size, little));
  }
  const next = at + countSize + count * entrySize;
  const hasNext = next + offsetSize <= bytes.length && bytes.number(next, offsetSize, little) !== 0;
  return { values, hasNext };
}

function flavourOf(bytes: HeaderReader, start: number): Flavour {
  const order = bytes.tag(start, 2);
  if (order !== 'II' && order !== 'MM') throw new BrokenHeaderError('the byte order is neither II nor MM');
  const little = order === 'II';
  const isBig = bytes.number(start + 2, 2, little) === 43;
  return isBig
    ? { little, offsetSize: 8, countSize: 8, entrySize: 20, firstOffsetAt: 8 }
    : { little, offsetSize: 4, countSize: 2, entrySize: 12, firstOffsetAt: 4 };
}
