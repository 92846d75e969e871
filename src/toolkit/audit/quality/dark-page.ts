import type { AuditRule } from '../rule.ts';

/** `ImageLook.paper`: drawn pages darkened to 0.1 keep 94 % of their text and more, some at 0.05 half and less. */
const LEAST_PAPER = 0.1;
/** `ImageLook.contrast`: drawn pages faded to 0.07 keep 92 % of their text and more, some at 0.05 half, at 0.03 none. */
const LEAST_CONTRAST = 0.06;

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
