import { type SetRule, SOURCES } from '../rule.ts';

export const fileBytes: SetRule = {
  code: 'file-bytes',
  severity: 'error',
  remedy: 'Leave records out.',
  source: SOURCES.distillationGuide,
  start: ({ method, limits: { maxBytes } }) => ({
    *end(files) {
      for (const { file, bytes } of files) {
        if (maxBytes === undefined || bytes <= maxBytes) continue;
        yield { file, message: `Expected at most ${maxBytes} bytes for ${method}, but the file has ${bytes}.` };
      }
    },
  }),
};
