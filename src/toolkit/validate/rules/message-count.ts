import { type RecordRule, SOURCES } from '../rule.ts';

export const messageCount: RecordRule = {
  code: 'message-count',
  severity: 'error',
  remedy: 'Give at least a question of the user and the answer of the assistant.',
  source: SOURCES.awsValidator,
  check({ fields, messages }, _context, report) {
    if (messages.length >= 2 || !Array.isArray(fields.messages)) return;
    report({ pointer: '/messages', message: `Expected at least 2 messages, but got ${messages.length}.` });
  },
};
