import { type RecordRule, SOURCES } from '../rule.ts';

export const modelWithoutMedia: RecordRule = {
  code: 'model-without-media',
  severity: 'error',
  remedy: 'Choose nova-lite or nova-pro.',
  source: SOURCES.awsValidator,
  check({ media }, { model }, report) {
    if (model.images) return;
    for (const { kind, mediaPointer } of media) {
      const message = `Expected text alone, since ${model.name} reads no media, but got a block of kind ${kind}.`;
      report({ pointer: mediaPointer, message });
    }
  },
};
