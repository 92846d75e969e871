import { type RecordRule, SOURCES } from '../rule.ts';

export const assistantTextOnly: RecordRule = {
  code: 'assistant-text-only',
  severity: 'error',
  remedy: 'Move the media to the message of the user.',
  source: SOURCES.awsValidator,
  check({ media }, _context, report) {
    for (const { kind, role, mediaPointer } of media) {
      if (role !== 'assistant') continue;
      report({ pointer: mediaPointer, message: `Expected answers of text alone, but got a block of kind ${kind}.` });
    }
  },
};
