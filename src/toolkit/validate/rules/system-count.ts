import { asList } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const systemCount: RecordRule = {
  code: 'system-count',
  severity: 'error',
  remedy: 'Join the texts into one, or leave the key out.',
  source: SOURCES.distillationGuide,
  check({ fields }, _context, report) {
    if (!Array.isArray(fields.system) || fields.system.length === 1) return;
    const message = `Expected one text as system prompt, but got ${asList(fields.system).length}.`;
    report({ pointer: '/system', message });
  },
};
