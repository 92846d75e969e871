import { type RecordRule, SOURCES } from '../rule.ts';

/** A prompt, and at most the answer that is wanted. */
export const promptTurns: RecordRule = {
  code: 'prompt-turns',
  severity: 'error',
  remedy: 'Give the prompt of the user, and after it at most one answer.',
  source: SOURCES.distillationGuide,
  check({ fields, messages }, _context, report) {
    if (!Array.isArray(fields.messages) || messages.length === 1 || messages.length === 2) return;
    report({ pointer: '/messages', message: `Expected 1 or 2 messages for distillation, but got ${messages.length}.` });
  },
};
