import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const documentFormat: RecordRule = {
  code: 'document-format',
  severity: 'error',
  remedy: 'Convert the document to PDF and write "pdf".',
  source: SOURCES.awsValidator,
  check({ media }, { model }, report) {
    if (!model.documents) return;
    for (const one of media) {
      if (one.kind !== 'document' || typeof one.format !== 'string' || one.format === 'pdf') continue;
      report({ pointer: one.formatPointer, message: `Expected "pdf", but got ${show(one.format)}.` });
    }
  },
};
