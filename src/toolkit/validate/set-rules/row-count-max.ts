import { type SetRule, SOURCES } from '../rule.ts';

/** The most counts for training and validation together. */
export const rowCountMax: SetRule = {
  code: 'row-count-max',
  severity: 'error',
  remedy: 'Leave records out.',
  source: SOURCES.novaGuide,
  start: (model) => ({
    *end(files) {
      const total = files.reduce((sum, { records }) => sum + records, 0);
      const [first] = files;
      if (first === undefined || total <= model.maxRows) return;
      const message = `Expected at most ${model.maxRows} training and validation records for ${model.name}, but got ${total}.`;
      yield { file: first.file, message };
    },
  }),
};
