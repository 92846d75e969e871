import { show } from '../record-view.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

/** Videos and documents; images have a code of their own. */
export const mediaMissing: MediaRule = {
  code: 'media-missing',
  severity: 'error',
  remedy: 'Put the file there, or remove the record.',
  source: SOURCES.novaGuide,
  check({ kind, uri, uriPointer: pointer }, facts, _context, report) {
    if (kind !== 'image' && facts.kind === 'missing')
      report({ pointer, message: `Expected a ${kind} at ${show(uri)}, but nothing is there.` });
  },
};
