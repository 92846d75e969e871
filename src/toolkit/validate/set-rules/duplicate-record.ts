import { type PlacedRecord, type SetRule, SOURCES } from '../rule.ts';
import { rememberFirst } from './bounded-map.ts';

type Place = Pick<PlacedRecord, 'split' | 'file' | 'line'>;

/** The same line twice in one file: it is paid for and learned twice. */
export const duplicateRecord: SetRule = {
  code: 'duplicate-record',
  severity: 'warning',
  remedy: 'Remove one of them.',
  source: SOURCES.novaGuide,
  start() {
    const seen = { train: new Map<string, Place>(), validation: new Map<string, Place>() };
    return {
      *record({ hash, split, file, line }) {
        const before = rememberFirst(seen[split], hash, { split, file, line });
        if (before !== undefined)
          yield { message: `Expected every record once, but this is the same as line ${before.line}.` };
      },
    };
  },
};
