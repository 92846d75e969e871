import { type SetRule, SOURCES } from '../rule.ts';

/** The least counts for the training file alone. */
export const rowCountMin: SetRule = {
  code: 'row-count-min',
  severity: 'error',
  remedy: 'Add records.',
  source: SOURCES.novaGuide,
  start: ({ model, limits }) => ({
    *end(files) {
      for (const { file, split, records } of files) {
        if (split !== 'train' || records >= limits.minRows) continue;
        const message = `Expected at least ${limits.minRows} training records for ${model.name}, but got ${records}.`;
        yield { file, message };
      }
    },
  }),
};
