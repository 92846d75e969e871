import type { AuditRule } from '../rule.ts';
import { medianLineHeight } from './page-quality.ts';

/** Pixels, as boxes of the reader are high. Pages shrunk to 15 to 17 mostly keep 80 to 99 % of their text (dense ones less), below 14.5 mostly 70 % and less. */
const LEAST_LINE_HEIGHT = 15;

/** Text too small in pixels to be read, whatever the size of the image. */
export const lowResolution: AuditRule = {
  codes: ['image-low-resolution'],
  *check({ documents }) {
    for (const { id, page } of documents) {
      const height = page && medianLineHeight(page);
      if (page === undefined || height === undefined || height >= LEAST_LINE_HEIGHT) continue;
      yield {
        document: id,
        code: 'image-low-resolution',
        severity: 'warning',
        message: `Expected lines of text at least ${LEAST_LINE_HEIGHT} pixels high, but half of them are at most ${height.toFixed(1)} (image ${page.width} × ${page.height}).`,
        remedy: 'Use a larger scan or photo of the page.',
      };
    }
  },
};
