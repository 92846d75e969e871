import { type SetRule, SOURCES } from '../rule.ts';

export const methodUnsupported: SetRule = {
  code: 'method-unsupported',
  severity: 'error',
  remedy: 'Choose another model or another method.',
  source: SOURCES.customizationGuide,
  start: ({ model, method }) => ({
    *end([first]) {
      if (first === undefined || model.methods[method] !== undefined) return;
      const offered = Object.keys(model.methods).join(', ');
      const message = `Expected a method that Bedrock offers for ${model.name} (${offered}), but the records are for ${method}.`;
      yield { file: first.file, message };
    },
  }),
};
