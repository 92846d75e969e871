import { IMAGE_LIMITS } from '../../lib/image-limits.ts';
import type { SetContext } from '../rule.ts';

/** What one image may be, by the method of training. Bytes and pixels. */
export interface ImageBounds {
  readonly maxBytes: number;
  readonly minSide: number;
  readonly maxSide: number;
  /** A side over `maxSide` is refused rather than unusual. */
  readonly maxSideIsCertain: boolean;
  readonly maxPixels?: number;
  /** Longer side ÷ shorter side. */
  readonly maxRatio?: number;
}

/** https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-creative-content.html */
const CANVAS: ImageBounds = {
  maxBytes: 50 * 1024 * 1024,
  minSide: 512,
  maxSide: 4096,
  maxSideIsCertain: true,
  maxPixels: 12_582_912,
  maxRatio: 4,
};
const UNDERSTANDING: ImageBounds = { ...IMAGE_LIMITS, maxSideIsCertain: false };

export function imageBounds({ method }: SetContext): ImageBounds {
  return method === 'canvas' ? CANVAS : UNDERSTANDING;
}
