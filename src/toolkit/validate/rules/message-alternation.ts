import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const messageAlternation: RecordRule = {
  code: 'message-alternation',
  severity: 'error',
  remedy: 'Join neighbouring messages of one role into one.',
  source: SOURCES.novaGuide,
  *check({ messages }) {
    for (const [index, { role, pointer }] of messages.entries()) {
      if (index === 0 || typeof role !== 'string' || role !== messages[index - 1]?.role) continue;
      yield {
        pointer: `${pointer}/role`,
        message: `Expected user and assistant to alternate, but got ${show(role)} twice in a row.`,
      };
    }
  },
};
