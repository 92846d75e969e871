import { type SetRule, SOURCES } from '../rule.ts';

/** Reported at the first record of the second kind. */
export const mixedMediaSet: SetRule = {
  code: 'mixed-media-set',
  severity: 'error',
  remedy: 'Make one data set of images and one of videos.',
  source: SOURCES.novaGuide,
  start() {
    const kinds = new Set<string>();
    return {
      *record({ view }) {
        if (kinds.size === 2) return;
        for (const { kind } of view.media) if (kind !== 'document') kinds.add(kind);
        const mixedWithin = new Set(view.media.map(({ kind }) => kind)).size > 1;
        if (kinds.size === 2 && !mixedWithin) {
          yield {
            message: `Expected images or videos throughout, but this record has ${view.media[0]?.kind}s and an earlier one has not.`,
          };
        }
      },
    };
  },
};
