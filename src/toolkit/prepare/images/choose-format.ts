import type { Raster } from '../../../pages/index.ts';

/**
 * How many times smaller a JPEG must be before it replaces a lossless PNG. Photos of paper reach 5.1 to 8.2, scanned pages 0.2 to 4.2:
 * there small print stays as sharp as it was. Measured: docs/preparing.md.
 */
const PHOTO_RATIO = 4.6;

/** Rows of one sample strip, and how many strips there are. */
const STRIP_ROWS = 64;
const STRIPS = 3;

/** Full-width strips at even distances, stacked: enough to tell how well a picture compresses, at a tenth of the work. */
export function sampleStrips(raster: Raster): Raster {
  const { data, width, height, channels } = raster;
  if (height <= STRIP_ROWS * STRIPS) return raster;
  const stride = width * channels;
  const sample = new Uint8Array(stride * STRIP_ROWS * STRIPS);
  for (let strip = 0; strip < STRIPS; strip++) {
    const from = Math.round(((strip + 0.5) * height) / STRIPS - STRIP_ROWS / 2) * stride;
    sample.set(data.subarray(from, from + STRIP_ROWS * stride), strip * STRIP_ROWS * stride);
  }
  return { data: sample, width, height: STRIP_ROWS * STRIPS, channels };
}

/** PNG or JPEG, by the bytes that the same pixels take in each. */
export function chooseFormat(pngBytes: number, jpegBytes: number): 'png' | 'jpeg' {
  return pngBytes > jpegBytes * PHOTO_RATIO ? 'jpeg' : 'png';
}
