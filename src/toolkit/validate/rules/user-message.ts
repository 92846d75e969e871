import { type RecordRule, SOURCES } from '../rule.ts';

export const userMessage: RecordRule = {
  code: 'user-message',
  severity: 'error',
  remedy: 'Add the question as a message of the user.',
  source: SOURCES.awsValidator,
  check({ fields, messages }, _context, report) {
    if (!Array.isArray(fields.messages) || messages.some(({ role }) => role === 'user')) return;
    const got = messages.length === 0 ? 'the list is empty' : 'there is none';
    report({ pointer: '/messages', message: `Expected a message of the user, but ${got}.` });
  },
};
