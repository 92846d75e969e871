import { Random } from '../random.ts';

const SIZE = 1 << 16;
let tile: Int8Array | undefined;

/**
 * Bell-shaped noise, about -127 to 127 with a deviation near 50, made once: rows of a picture start at random places
 * of it, which costs nothing and shows no pattern.
 */
export function noiseTile(): { readonly values: Int8Array; readonly mask: number } {
  if (!tile) {
    const random = new Random(['noise']);
    tile = new Int8Array(SIZE);
    for (let i = 0; i < SIZE; i++) {
      tile[i] = Math.round((random.next() + random.next() + random.next() - 1.5) * 84);
    }
  }
  return { values: tile, mask: SIZE - 1 };
}
