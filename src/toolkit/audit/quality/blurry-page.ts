import type { AuditedDocument, AuditRule } from '../rule.ts';
import { LOOK_SIDE } from './image-look.ts';
import { medianLineHeight } from './page-quality.ts';

/**
 * Sharpness of print 20 pixels high. Pages blurred step by step: at 0.09 and above most keep 79 % of their text and more, at 0.08 and
 * below half and less; crisp ones have 1 and more. Very small print is lost earlier, at 0.12.
 */
const LEAST_SHARPNESS = 0.08;
/** Pixels. */
const COMMON_HEIGHT = 20;

/** Out of focus or smeared: letters run into each other. */
export const blurryPage: AuditRule = {
  codes: ['image-blurry'],
  *check({ documents }) {
    for (const document of documents) {
      const sharpness = sharpnessOfPrint(document);
      if (sharpness === undefined || sharpness >= LEAST_SHARPNESS) continue;
      yield {
        document: document.id,
        code: 'image-blurry',
        severity: 'warning',
        message: `Expected a sharpness of at least ${LEAST_SHARPNESS} (variance of the Laplacian ÷ variance of brightness, for print ${COMMON_HEIGHT} pixels high), got ${sharpness.toFixed(3)}.`,
        remedy: 'Take the photo again, or scan the page.',
      };
    }
  },
};

/** The larger the print, the softer its edges may be: the Laplacian falls with the square of the size. */
function sharpnessOfPrint({ look, page }: AuditedDocument): number | undefined {
  const height = page && medianLineHeight(page);
  if (look?.sharpness === undefined || page === undefined || height === undefined) return look?.sharpness;
  const shrunk = Math.min(1, LOOK_SIDE / Math.max(page.width, page.height));
  return look.sharpness * ((height * shrunk) / COMMON_HEIGHT) ** 2;
}
