import { type RecordRule, SOURCES } from '../rule.ts';

export const documentUnsupported: RecordRule = {
  code: 'document-unsupported',
  severity: 'error',
  remedy: 'Render the pages to images.',
  source: SOURCES.awsValidator,
  check({ media }, { model }, report) {
    if (model.documents) return;
    for (const { kind, mediaPointer } of media) {
      if (kind !== 'document') continue;
      const message = `Expected text, images or videos for ${model.name}, but got a document.`;
      report({ pointer: mediaPointer, message });
    }
  },
};
