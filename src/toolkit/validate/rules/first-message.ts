import { type RecordRule, SOURCES } from '../rule.ts';

export const firstMessage: RecordRule = {
  code: 'first-message',
  severity: 'error',
  remedy: 'Begin with a message of the user.',
  source: SOURCES.novaGuide,
  check({ messages }, _context, report) {
    const first = messages[0];
    if (first?.role !== 'assistant') return;
    const message = 'Expected the first message to be the user\'s, but got "assistant".';
    report({ pointer: `${first.pointer}/role`, message });
  },
};
