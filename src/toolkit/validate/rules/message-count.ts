import { type RecordRule, SOURCES } from '../rule.ts';

export const messageCount: RecordRule = {
  code: 'message-count',
  severity: 'error',
  remedy: 'Give at least a question of the user and the answer of the assistant.',
  source: SOURCES.awsValidator,
  *check({ value, messages }) {
    if (!hasMessageList(value) || messages.length >= 2) return;
    yield { pointer: '/messages', message: `Expected at least 2 messages, but got ${messages.length}.` };
  },
};

function hasMessageList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'messages' in value && Array.isArray(value.messages);
}
