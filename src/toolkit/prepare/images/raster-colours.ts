import type { Raster } from '../../../pages/index.ts';

/** The same picture in one channel when all its pixels are grey, else as it is. Lossless; a third of the bytes. */
export function greyWhenPossible(raster: Raster): Raster {
  const { data, width, height, channels } = raster;
  if (channels === 1) return raster;
  for (let at = 0; at < data.length; at += 3) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return raster;
  }
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = data[pixel * 3] ?? 0;
  return { data: grey, width, height, channels: 1 };
}

/** Most colours of a palette image. */
const MAX_PALETTE = 256;

/** How many colours there are; undefined as soon as there are more than a palette holds. */
export function countColours({ data, channels }: Raster): number | undefined {
  const seen = new Set<number>();
  let last = -1;
  for (let at = 0; at < data.length; at += channels) {
    const colour = channels === 1 ? (data[at] ?? 0) : colourAt(data, at);
    if (colour === last) continue; // Pages are mostly runs of paper.
    last = colour;
    seen.add(colour);
    if (seen.size > MAX_PALETTE) return undefined;
  }
  return seen.size;
}

function colourAt(data: Uint8Array, at: number): number {
  return ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
}
