import { show } from '../record-view.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

export const imageMissing: MediaRule = {
  code: 'image-missing',
  severity: 'error',
  remedy: 'Put the image there, or remove the record.',
  source: SOURCES.novaGuide,
  check({ kind, uri, uriPointer: pointer }, facts, _context, report) {
    if (kind === 'image' && facts.kind === 'missing')
      report({ pointer, message: `Expected an image at ${show(uri)}, but nothing is there.` });
  },
};
