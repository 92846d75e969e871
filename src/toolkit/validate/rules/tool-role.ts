import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

const SPEAKER = { toolUse: 'assistant', toolResult: 'user' } as const;

export const toolRole: RecordRule = {
  code: 'tool-role',
  severity: 'error',
  remedy: 'Let the assistant use tools and the user give their results.',
  source: SOURCES.awsValidator,
  check({ others }, _context, report) {
    for (const { kind, role, block } of others) {
      if (kind === 'reasoningContent' || role === SPEAKER[kind]) continue;
      const message = `Expected ${kind} in messages of the ${SPEAKER[kind]} alone, but got it in one of ${show(role)}.`;
      report({ pointer: `${block.pointer}/${kind}`, message });
    }
  },
};
