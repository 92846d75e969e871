import { type PlacedRecord, type SetRule, SOURCES } from '../rule.ts';
import { rememberFirst } from './bounded-map.ts';

type Place = Pick<PlacedRecord, 'split' | 'file' | 'line'>;

/** Validation loss means nothing on records that were trained on. */
export const recordInBothFiles: SetRule = {
  code: 'record-in-both-files',
  severity: 'warning',
  remedy: 'Keep the record in one of the files.',
  source: SOURCES.novaGuide,
  start() {
    const seen = new Map<string, Place>();
    return {
      *record({ hash, split, file, line }) {
        const before = rememberFirst(seen, hash, { split, file, line });
        if (before === undefined || before.split === split) return;
        yield {
          message: `Expected training and validation records to differ, but this is the same as ${before.file}:${before.line}.`,
        };
      },
    };
  },
};
