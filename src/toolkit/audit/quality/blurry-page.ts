import type { AuditRule } from '../rule.ts';

/** `ImageLook.sharpness`: drawn pages blurred to 0.05 keep 84 to 90 % of their text, at 0.03 half and less; crisp ones have 1 to 2. */
const LEAST_SHARPNESS = 0.05;

/** Out of focus or smeared: letters run into each other. */
export const blurryPage: AuditRule = {
  codes: ['image-blurry'],
  *check({ documents }) {
    for (const { id, look } of documents) {
      if (look?.sharpness === undefined || look.sharpness >= LEAST_SHARPNESS) continue;
      yield {
        document: id,
        code: 'image-blurry',
        severity: 'warning',
        message: `Expected a sharpness of at least ${LEAST_SHARPNESS} (variance of the Laplacian in proportion to that of brightness), got ${look.sharpness.toFixed(3)}.`,
        remedy: 'Take the photo again, or scan the page.',
      };
    }
  },
};
