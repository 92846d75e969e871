import { type RecordRule, SOURCES } from '../rule.ts';

export const documentUnsupported: RecordRule = {
  code: 'document-unsupported',
  severity: 'error',
  remedy: 'Render the pages to images.',
  source: SOURCES.awsValidator,
  *check({ media }, { model }) {
    if (model.name === 'nova-2-lite') return;
    for (const { kind, pointer } of media) {
      if (kind === 'document')
        yield {
          pointer: `${pointer}/document`,
          message: `Expected text, images or videos for ${model.name}, but got a document.`,
        };
    }
  },
};
