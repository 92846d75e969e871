import { type RecordRule, SOURCES } from '../rule.ts';

export const firstMessage: RecordRule = {
  code: 'first-message',
  severity: 'error',
  remedy: 'Begin with a message of the user.',
  source: SOURCES.novaGuide,
  *check({ messages }) {
    const first = messages[0];
    if (first?.role !== 'assistant') return;
    yield {
      pointer: `${first.pointer}/role`,
      message: 'Expected the first message to be the user\'s, but got "assistant".',
    };
  },
};
