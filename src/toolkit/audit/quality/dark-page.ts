import type { AuditRule } from '../rule.ts';

/** `ImageLook.paper`: photos darkened to 0.11 keep a third of their text, to 0.22 nine tenths; drawn pages, blacker in print, keep 94 % at 0.12. */
const LEAST_PAPER = 0.15;
/** `ImageLook.contrast`: photos faded to 0.1 keep 75 to 82 % of their text, to 0.09 half, to 0.05 none; drawn pages keep 89 % and more at 0.07. */
const LEAST_CONTRAST = 0.1;

/** Photographed in the dark, or faded until print and paper are nearly one. */
export const darkPage: AuditRule = {
  codes: ['image-dark', 'image-low-contrast'],
  *check({ documents }) {
    for (const { id, look, page } of documents) {
      if (look === undefined) continue;
      const remedy = 'Take the photo again in better light, or brighten the scan.';
      if (look.paper < LEAST_PAPER) {
        const message = `Expected paper of at least ${LEAST_PAPER} of full brightness, got ${look.paper.toFixed(2)}.`;
        yield { document: id, code: 'image-dark', severity: 'warning', message, remedy };
      } else if (look.contrast < LEAST_CONTRAST && page?.lines.length !== 0) {
        const message = `Expected a contrast of at least ${LEAST_CONTRAST} of full brightness between print and paper, got ${look.contrast.toFixed(2)}.`;
        yield { document: id, code: 'image-low-contrast', severity: 'warning', message, remedy };
      }
    }
  },
};
