import { type MediaRule, SOURCES } from '../rule.ts';
import { imageBounds } from './media-limits.ts';

export const imageBytes: MediaRule = {
  code: 'image-bytes',
  severity: 'error',
  remedy: 'Shrink the image or encode it as JPEG.',
  source: SOURCES.novaGuide,
  check({ kind, mediaPointer: pointer }, facts, context, report) {
    const { maxBytes } = imageBounds(context);
    if (kind !== 'image' || facts.kind !== 'found' || facts.bytes <= maxBytes) return;
    report({ pointer, message: `Expected at most ${maxBytes} bytes, but the image has ${facts.bytes}.` });
  },
};
