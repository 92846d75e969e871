import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const reasoningRole: RecordRule = {
  code: 'reasoning-role',
  severity: 'error',
  remedy: 'Move the reasoning to the message of the assistant.',
  source: SOURCES.nova2Guide,
  check({ others }, _context, report) {
    for (const { kind, role, block } of others) {
      if (kind !== 'reasoningContent' || role === 'assistant') continue;
      const message = `Expected reasoning in messages of the assistant alone, but got it in one of ${show(role)}.`;
      report({ pointer: `${block.pointer}/reasoningContent`, message });
    }
  },
};
