import { fingerprintText } from '../fingerprint.ts';
import { FingerprintTable } from '../fingerprint-table.ts';
import { type SetRule, SOURCES } from '../rule.ts';

/** The images of a lone file are not remembered: there is nothing to compare them with. */
export const imageInBothFiles: SetRule = {
  code: 'image-in-both-files',
  severity: 'warning',
  remedy: 'Keep all records of an image in one of the files.',
  source: SOURCES.novaGuide,
  start({ severalFiles }) {
    if (!severalFiles) return {};
    const files: string[] = [];
    const seen = { train: new FingerprintTable(), validation: new FingerprintTable() };
    return {
      record({ view, split, file, line }, report) {
        if (files.at(-1) !== file) files.push(file);
        for (const { kind, uri, uriPointer } of view.media) {
          if (kind !== 'image' || typeof uri !== 'string') continue;
          const fingerprint = fingerprintText(uri);
          seen[split].keep(fingerprint, files.length - 1, line);
          const other = seen[split === 'train' ? 'validation' : 'train'].find(fingerprint);
          if (other === undefined) continue;
          const message = `Expected training and validation images to differ, but this is also used at ${files[other.file]}:${other.line}.`;
          report({ pointer: uriPointer, message });
        }
      },
    };
  },
};
