import { decodeImage } from './image/decode-image.ts';
import { stretch } from './image/raster.ts';

/** The image is reduced to a square of this side, pixels. */
const SIDE = 32;
/** The lowest 8 × 8 frequencies give 64 bits. */
const FREQUENCIES = 8;
/** Decoding at this size lets JPEGs be shrunk while they are decoded, pixels. */
const LONGEST_SIDE = 256;

/**
 * A 64-bit fingerprint of what an image looks like, as 16 hex digits ("pHash": signs of the lowest frequencies of its
 * cosine transform against their median). Copies that were resized, recompressed or slightly brightened differ in
 * few bits; pages of one printed form are near to each other too, so equality of content needs a second look.
 * @throws {UnreadableImageError}
 */
export async function perceptualHash(image: Uint8Array): Promise<string> {
  const { raster } = await decodeImage(image, LONGEST_SIDE);
  const { data } = await stretch(raster, SIDE, SIDE, 'grey');
  const strengths = lowFrequencies(data);
  // The first is the mean brightness, which would only shift the median.
  const median = strengths.slice(1).toSorted((a, b) => a - b)[(strengths.length - 1) >> 1] ?? 0;
  const bits = strengths.reduce((all, strength) => (all << 1n) | (strength > median ? 1n : 0n), 0n);
  return bits.toString(16).padStart(16, '0');
}

/** Number of bits in which two fingerprints differ, 0 to 64. */
export function hammingDistance(a: string, b: string): number {
  let differing = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; differing > 0n; differing &= differing - 1n) count++;
  return count;
}

/** The first 8 × 8 coefficients of the two-dimensional cosine transform (type II), row by row. */
function lowFrequencies(pixels: Uint8Array): number[] {
  const alongRows = Array.from({ length: SIDE }, (_, y) => cosineTransform(pixels.subarray(y * SIDE, (y + 1) * SIDE)));
  const columns = Array.from({ length: FREQUENCIES }, (_, u) => cosineTransform(alongRows.map((row) => row[u] ?? 0)));
  return Array.from(
    { length: FREQUENCIES ** 2 },
    (_, i) => columns[i % FREQUENCIES]?.[Math.floor(i / FREQUENCIES)] ?? 0,
  );
}

function cosineTransform(values: ArrayLike<number>): number[] {
  return Array.from({ length: FREQUENCIES }, (_, frequency) => {
    let sum = 0;
    for (let i = 0; i < SIDE; i++) sum += (values[i] ?? 0) * Math.cos((Math.PI / SIDE) * (i + 0.5) * frequency);
    return sum;
  });
}
