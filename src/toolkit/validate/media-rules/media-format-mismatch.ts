import type { Container } from '../media-facts.ts';
import { show } from '../record-view.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

const CONTAINERS: Readonly<Record<string, Container>> = {
  pdf: 'pdf',
  mp4: 'mp4 or mov',
  mov: 'mp4 or mov',
  mkv: 'mkv or webm',
  webm: 'mkv or webm',
};

/** Videos and documents, by their first bytes; images have a code of their own. */
export const mediaFormatMismatch: MediaRule = {
  code: 'media-format-mismatch',
  severity: 'error',
  remedy: 'State the format that the bytes have, or convert the file.',
  source: SOURCES.forgeSdk,
  check({ kind, format, formatPointer: pointer }, facts, _context, report) {
    if (kind === 'image' || facts.kind !== 'found' || facts.bytes === 0 || typeof format !== 'string') return;
    const expected = CONTAINERS[format];
    if (expected === undefined || facts.container === expected) return;
    const found = facts.container ?? 'nothing known';
    report({ pointer, message: `Expected bytes of the stated format ${show(format)}, but the file is ${found}.` });
  },
};
