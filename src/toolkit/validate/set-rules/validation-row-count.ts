import { type SetRule, SOURCES } from '../rule.ts';

/** One of AWS's notebooks names the limit, the guide does not: a warning. */
export const validationRowCount: SetRule = {
  code: 'validation-row-count',
  severity: 'warning',
  remedy: 'Make the validation file smaller.',
  source: SOURCES.novaGuide,
  start: ({ model, limits: { validationRows } }) => ({
    *end(files) {
      if (validationRows === undefined) return;
      for (const { file, split, records } of files) {
        if (split !== 'validation' || records <= validationRows) continue;
        const message = `Expected at most ${validationRows} validation records for ${model.name}, but got ${records}; sources disagree on the limit.`;
        yield { file, message };
      }
    },
  }),
};
