import { type RecordRule, SOURCES } from '../rule.ts';

export const lastMessage: RecordRule = {
  code: 'last-message',
  severity: 'error',
  remedy: 'End with the answer that the model is to learn.',
  source: SOURCES.novaGuide,
  check({ messages }, _context, report) {
    const last = messages.at(-1);
    if (last?.role !== 'user') return;
    const message = 'Expected the last message to be the assistant\'s, but got "user".';
    report({ pointer: `${last.pointer}/role`, message });
  },
};
