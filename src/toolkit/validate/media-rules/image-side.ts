import { type MediaRule, SOURCES } from '../rule.ts';
import { imageBounds } from './media-limits.ts';

/** The least is checked by AWS's own tools; the most is documented for inference and Canvas only, hence a warning elsewhere. */
export const imageSide: MediaRule = {
  code: 'image-side',
  severity: 'error',
  remedy: 'Scale the image.',
  source: SOURCES.forgeSdk,
  check({ mediaPointer: pointer }, facts, context, report) {
    if (facts.kind !== 'found' || facts.sniffed?.kind !== 'image') return;
    const { width, height } = facts.sniffed;
    const bounds = imageBounds(context);
    const got = `but the image has ${width}×${height}.`;
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    if (short < bounds.minSide)
      report({ pointer, message: `Expected at least ${bounds.minSide} pixels on each side, ${got}` });
    if (long > bounds.maxSide) {
      const message = `Expected at most ${bounds.maxSide} pixels on each side, ${got}`;
      report(bounds.maxSideIsCertain ? { pointer, message } : { pointer, message, severity: 'warning' });
    }
    if (bounds.maxPixels !== undefined && width * height > bounds.maxPixels)
      report({ pointer, message: `Expected at most ${bounds.maxPixels} pixels, ${got}` });
    if (bounds.maxRatio !== undefined && long > bounds.maxRatio * short)
      report({
        pointer,
        message: `Expected sides of at most ${bounds.maxRatio}:1, ${got}`,
        remedy: 'Crop or pad the image.',
      });
  },
};
