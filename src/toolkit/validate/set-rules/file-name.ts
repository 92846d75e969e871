import { basename } from 'node:path';
import { show } from '../record-view.ts';
import { type SetRule, SOURCES } from '../rule.ts';

const NAME = /^[\w.-]+$/;

/** Bedrock refuses a job whose input does not end with .jsonl; the guide allows few characters in names. Streams without a name are left alone. */
export const fileName: SetRule = {
  code: 'file-name',
  severity: 'error',
  remedy: 'Rename the file to letters, digits, hyphens and underscores, with .jsonl at the end.',
  source: SOURCES.novaGuide,
  start: ({ named }) => ({
    *end(files) {
      if (!named) return;
      for (const { file } of files) {
        const name = basename(file);
        if (!name.endsWith('.jsonl'))
          yield { file, message: `Expected a name that ends with .jsonl, but got ${show(name)}.` };
        else if (!NAME.test(name))
          yield { file, message: `Expected a name of letters, digits and _ - . alone, but got ${show(name)}.` };
      }
    },
  }),
};
