import { type SetRule, SOURCES } from '../rule.ts';

/** Validation loss means nothing on records that were trained on. */
export const recordInBothFiles: SetRule = {
  code: 'record-in-both-files',
  severity: 'warning',
  remedy: 'Keep the record in one of the files.',
  source: SOURCES.novaGuide,
  start: () => ({
    record({ copyInOtherSplit: copy }, report) {
      if (copy === undefined) return;
      const message = `Expected training and validation records to differ, but this is the same as ${copy.file}:${copy.line}.`;
      report({ message });
    },
  }),
};
