import { IMAGE_LIMITS } from '../../lib/image-limits.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

export const imageBytes: MediaRule = {
  code: 'image-bytes',
  severity: 'error',
  remedy: 'Shrink the image or encode it as JPEG.',
  source: SOURCES.novaGuide,
  *check({ pointer }, facts) {
    if (facts.kind !== 'found' || facts.bytes <= IMAGE_LIMITS.maxBytes) return;
    yield {
      pointer: `${pointer}/image`,
      message: `Expected at most ${IMAGE_LIMITS.maxBytes} bytes, but the image has ${facts.bytes}.`,
    };
  },
};
