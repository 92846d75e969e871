import { type Raster, stretch } from '../image/raster.ts';
import type { Network } from './ocr-sessions.ts';

/** Probability of text for each cell of the page. */
export interface TextMap {
  readonly probability: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** The detector sees the page at most this large, pixels; PP-OCR's own default. */
const LONGEST_SIDE = 960;
/** The detector halves its input five times. */
const STEP = 32;
/** ImageNet statistics in the order blue, green, red, as PP-OCR was trained. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/** Runs the detector over a page. */
export async function detectText(page: Raster, detector: Network): Promise<TextMap> {
  const { width, height } = detectorSize(page);
  const planes = toPlanes(await stretch(page, width, height));
  const tensor = await detector(planes, height, width);
  return { probability: tensor.data, width, height };
}

/** The detector's input size: inside 960 × 960, never enlarged, both sides multiples of 32. */
function detectorSize(page: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly height: number;
} {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(page.width, page.height));
  const snap = (side: number): number => Math.max(STEP, Math.round((side * scale) / STEP) * STEP);
  return { width: snap(page.width), height: snap(page.height) };
}

function toPlanes(image: Raster): Float32Array {
  const size = image.width * image.height;
  const planes = new Float32Array(3 * size);
  MEAN.forEach((mean, plane) => {
    const deviation = DEVIATION[plane] ?? 1;
    const channel = 2 - plane;
    for (let i = 0; i < size; i++) {
      planes[plane * size + i] = ((image.data[i * 3 + channel] ?? 0) / 255 - mean) / deviation;
    }
  });
  return planes;
}
