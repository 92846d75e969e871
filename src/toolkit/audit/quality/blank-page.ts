import type { AuditRule } from '../rule.ts';
import { inkOf } from './page-quality.ts';

/** Share of ink that specks and the edge of the sheet leave on an empty page. */
const MOST_INK = 0.004;

/** No text and hardly any ink: nothing to learn from. */
export const blankPage: AuditRule = {
  codes: ['page-blank'],
  *check({ documents }) {
    for (const { id, page } of documents) {
      if (page === undefined || page.lines.length > 0) continue;
      const ink = inkOf(page);
      if (ink > MOST_INK) continue;
      yield {
        document: id,
        code: 'page-blank',
        severity: 'warning',
        message: `Expected a page with something on it, but no line of text was found and ${(100 * ink).toFixed(2)} % of it is ink.`,
        remedy: 'Take the document out, or use the page it was meant to be.',
      };
    }
  },
};
