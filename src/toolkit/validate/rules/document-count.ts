import { type RecordRule, SOURCES } from '../rule.ts';

export const documentCount: RecordRule = {
  code: 'document-count',
  severity: 'error',
  remedy: 'Keep one document in each record.',
  source: SOURCES.awsValidator,
  check({ media }, { model }, report) {
    if (!model.documents) return;
    const documents = media.filter(({ kind }) => kind === 'document');
    const second = documents[1];
    if (second === undefined) return;
    const message = `Expected at most 1 document in a record, but got ${documents.length}.`;
    report({ pointer: second.pointer, message });
  },
};
