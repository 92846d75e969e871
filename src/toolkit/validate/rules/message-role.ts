import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const messageRole: RecordRule = {
  code: 'message-role',
  severity: 'error',
  remedy: 'Use "user" and "assistant"; what you would say as "system" belongs in the key system.',
  source: SOURCES.novaGuide,
  *check({ messages }) {
    for (const { role, pointer } of messages) {
      if (typeof role !== 'string' || role === 'user' || role === 'assistant') continue;
      yield { pointer: `${pointer}/role`, message: `Expected "user" or "assistant", but got ${show(role)}.` };
    }
  },
};
