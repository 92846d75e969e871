import { type SetRule, SOURCES } from '../rule.ts';

export const validationFileUnsupported: SetRule = {
  code: 'validation-file-unsupported',
  severity: 'error',
  remedy: 'Train without a validation file, or choose another model.',
  source: SOURCES.nova2Guide,
  start: ({ model, limits }) => ({
    *end(files) {
      if (limits.validationFile === true) return;
      for (const { file, split } of files) {
        if (split !== 'validation') continue;
        if (limits.validationFile === false)
          yield { file, message: `Expected no validation file, since ${model.name} takes none, but got one.` };
        else
          yield {
            file,
            severity: 'warning',
            message: `Expected no validation file: sources disagree on whether ${model.name} takes one.`,
          };
      }
    },
  }),
};
