import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const messageAlternation: RecordRule = {
  code: 'message-alternation',
  severity: 'error',
  remedy: 'Join neighbouring messages of one role into one.',
  source: SOURCES.novaGuide,
  check({ messages }, _context, report) {
    for (let index = 1; index < messages.length; index++) {
      const role = messages[index]?.role;
      if (typeof role !== 'string' || role !== messages[index - 1]?.role) continue;
      const message = `Expected user and assistant to alternate, but got ${show(role)} twice in a row.`;
      report({ pointer: `${messages[index]?.pointer}/role`, message });
    }
  },
};
