import { type MediaRule, SOURCES } from '../rule.ts';

const MIB = 1024 * 1024;
/** Videos may have 90 s as well, which takes reading them. */
const MAX_BYTES = { video: 50 * MIB, document: 10 * MIB } as const;

/** Videos and documents; images have a code of their own. */
export const mediaBytes: MediaRule = {
  code: 'media-bytes',
  severity: 'error',
  remedy: 'Shorten or compress the file.',
  source: SOURCES.novaGuide,
  check({ kind, mediaPointer: pointer }, facts, _context, report) {
    if (kind === 'image' || facts.kind !== 'found') return;
    if (facts.bytes > MAX_BYTES[kind])
      report({ pointer, message: `Expected at most ${MAX_BYTES[kind]} bytes, but the ${kind} has ${facts.bytes}.` });
    else if (facts.bytes === 0) report({ pointer, message: `Expected a ${kind}, but the file has 0 bytes.` });
  },
};
