import { type PlacedRecord, type SetRule, SOURCES } from '../rule.ts';
import { rememberFirst } from './bounded-map.ts';

type Place = Pick<PlacedRecord, 'split' | 'file' | 'line'>;

export const imageInBothFiles: SetRule = {
  code: 'image-in-both-files',
  severity: 'warning',
  remedy: 'Keep all records of an image in one of the files.',
  source: SOURCES.novaGuide,
  start() {
    const seen = new Map<string, Place>();
    return {
      *record({ view, split, file, line }) {
        for (const { kind, uri, pointer } of view.media) {
          if (kind !== 'image' || typeof uri !== 'string') continue;
          const before = rememberFirst(seen, uri, { split, file, line });
          if (before === undefined || before.split === split) continue;
          const at = `${pointer}/image/source/s3Location/uri`;
          yield {
            pointer: at,
            message: `Expected training and validation images to differ, but this is also used at ${before.file}:${before.line}.`,
          };
        }
      },
    };
  },
};
