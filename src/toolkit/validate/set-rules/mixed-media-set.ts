import { type SetRule, SOURCES } from '../rule.ts';

/** Reported at the first record of the second kind. */
export const mixedMediaSet: SetRule = {
  code: 'mixed-media-set',
  severity: 'error',
  remedy: 'Make one data set of images and one of videos.',
  source: SOURCES.novaGuide,
  start() {
    let images = false;
    let videos = false;
    return {
      record({ view: { media } }, report) {
        if ((images && videos) || media.length === 0) return;
        for (const { kind } of media) {
          if (kind === 'image') images = true;
          if (kind === 'video') videos = true;
        }
        if (!images || !videos || media.some(({ kind }) => kind !== media[0]?.kind)) return;
        const message = `Expected images or videos throughout, but this record has ${media[0]?.kind}s and an earlier one has not.`;
        report({ message });
      },
    };
  },
};
