import { type RecordRule, SOURCES } from '../rule.ts';

export const assistantTextOnly: RecordRule = {
  code: 'assistant-text-only',
  severity: 'error',
  remedy: 'Move the media to the message of the user.',
  source: SOURCES.awsValidator,
  check({ messages }, _context, report) {
    for (const { role, media } of messages) {
      if (role !== 'assistant') continue;
      for (const { kind, mediaPointer } of media)
        report({ pointer: mediaPointer, message: `Expected answers of text alone, but got a block of kind ${kind}.` });
    }
  },
};
