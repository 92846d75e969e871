import { type RecordRule, SOURCES } from '../rule.ts';

export const systemFirst: RecordRule = {
  code: 'system-first',
  severity: 'error',
  remedy: 'Give one system message, before all others.',
  source: SOURCES.awsValidator,
  check({ messages }, _context, report) {
    for (let index = 1; index < messages.length; index++) {
      const message = messages[index];
      if (message?.role !== 'system') continue;
      const text = `Expected the system message first, but this is message ${index + 1}.`;
      report({ pointer: `${message.pointer}/role`, message: text });
    }
  },
};
