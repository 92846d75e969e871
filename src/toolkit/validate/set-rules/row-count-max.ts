import { type SetRule, SOURCES } from '../rule.ts';

/** The most counts for training and validation together. The guide and the quota page differ for one model: beyond the lower number is a warning. */
export const rowCountMax: SetRule = {
  code: 'row-count-max',
  severity: 'error',
  remedy: 'Leave records out.',
  source: SOURCES.novaGuide,
  start: ({ model, limits }) => ({
    *end(files) {
      const total = files.reduce((sum, { records }) => sum + records, 0);
      const [first] = files;
      if (first === undefined) return;
      const { file } = first;
      if (limits.maxRows !== undefined && total > limits.maxRows) {
        const message = `Expected at most ${limits.maxRows} training and validation records for ${model.name}, but got ${total}.`;
        yield { file, message };
      } else if (limits.quotaRows !== undefined && total > limits.quotaRows) {
        yield {
          file,
          severity: 'warning',
          message: `Expected at most ${limits.quotaRows} training and validation records for ${model.name}, the quota of an account, but got ${total}; the guide allows ${limits.maxRows}.`,
          remedy: 'Leave records out, or ask for a higher quota.',
        };
      }
    },
  }),
};
