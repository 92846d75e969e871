import { type MediaRule, SOURCES } from '../rule.ts';

export const imageBroken: MediaRule = {
  code: 'image-broken',
  severity: 'error',
  remedy: 'Replace the image by a whole one, or remove the record.',
  source: SOURCES.novaGuide,
  check({ mediaPointer: pointer }, facts, _context, report) {
    if (facts.kind !== 'found' || facts.sniffed === undefined) return;
    if (facts.sniffed.kind === 'broken')
      report({ pointer, message: `Expected a whole image, but ${facts.sniffed.reason}.` });
    else if (facts.bytes === 0) report({ pointer, message: 'Expected an image, but the file has 0 bytes.' });
  },
};
