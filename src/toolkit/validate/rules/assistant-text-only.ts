import { type RecordRule, SOURCES } from '../rule.ts';

export const assistantTextOnly: RecordRule = {
  code: 'assistant-text-only',
  severity: 'error',
  remedy: 'Move the media to the message of the user.',
  source: SOURCES.awsValidator,
  *check({ messages }) {
    for (const { role, blocks } of messages) {
      if (role !== 'assistant') continue;
      for (const { kind, pointer } of blocks) {
        if (kind !== 'text' && kind !== 'other')
          yield {
            pointer: `${pointer}/${kind}`,
            message: `Expected answers of text alone, but got a block of kind ${kind}.`,
          };
      }
    }
  },
};
