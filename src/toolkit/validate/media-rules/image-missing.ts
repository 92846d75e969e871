import { show } from '../record-view.ts';
import { type MediaRule, SOURCES } from '../rule.ts';

export const imageMissing: MediaRule = {
  code: 'image-missing',
  severity: 'error',
  remedy: 'Put the image there, or remove the record.',
  source: SOURCES.novaGuide,
  *check({ uri, pointer }, facts) {
    if (facts.kind === 'missing')
      yield {
        pointer: `${pointer}/image/source/s3Location/uri`,
        message: `Expected an image at ${show(uri)}, but nothing is there.`,
      };
  },
};
