import { type SetRule, SOURCES } from '../rule.ts';

export const validationFileUnsupported: SetRule = {
  code: 'validation-file-unsupported',
  severity: 'error',
  remedy: 'Train without a validation file, or choose another model.',
  source: SOURCES.nova2Guide,
  start: (model) => ({
    *end(files) {
      if (model.validationFile) return;
      for (const { file, split } of files) {
        if (split === 'validation')
          yield { file, message: `Expected no validation file, since ${model.name} takes none, but got one.` };
      }
    },
  }),
};
