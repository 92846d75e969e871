import { IMAGE_LIMITS } from '../../lib/image-limits.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

/** The least is checked by AWS's own tools; the most is documented for inference only, hence a warning. */
export const imageSide: MediaRule = {
  code: 'image-side',
  severity: 'error',
  remedy: 'Scale the image.',
  source: SOURCES.forgeSdk,
  *check({ pointer }, facts) {
    if (facts.kind !== 'found' || facts.sniffed.kind !== 'image') return;
    const { width, height } = facts.sniffed;
    const at = `${pointer}/image`;
    if (Math.min(width, height) < IMAGE_LIMITS.minSide) {
      yield {
        pointer: at,
        message: `Expected at least ${IMAGE_LIMITS.minSide} pixels on each side, but the image has ${width}×${height}.`,
      };
    }
    if (Math.max(width, height) > IMAGE_LIMITS.maxSide) {
      yield {
        pointer: at,
        severity: 'warning',
        message: `Expected at most ${IMAGE_LIMITS.maxSide} pixels on each side, but the image has ${width}×${height}.`,
      };
    }
  },
};
