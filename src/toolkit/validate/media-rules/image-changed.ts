import { type MediaRule, SOURCES } from '../rule.ts';

/** The manifest says how many bytes each image has; another number means a cut-off copy or an edit. */
export const imageChanged: MediaRule = {
  code: 'image-changed',
  severity: 'error',
  remedy: 'Prepare the data set again.',
  source: SOURCES.novaGuide,
  check({ mediaPointer: pointer }, facts, _context, report) {
    if (facts.kind !== 'found' || facts.expectedBytes === undefined || facts.bytes === facts.expectedBytes) return;
    const message = `Expected ${facts.expectedBytes} bytes as when the data set was made, but the file has ${facts.bytes}.`;
    report({ pointer, message });
  },
};
