import { type RecordRule, SOURCES } from '../rule.ts';

/** The model under training writes the answer, so the prompt ends where the user's part does. */
export const promptEnd: RecordRule = {
  code: 'prompt-end',
  severity: 'warning',
  remedy: 'Move the answer to reference_answer and end with the message of the user.',
  source: SOURCES.rftGuide,
  check({ messages }, _context, report) {
    const last = messages.at(-1);
    if (last?.role !== 'assistant' || messages.length < 2) return;
    const message = 'Expected the prompt to end with the user\'s message, but the last is of the role "assistant".';
    report({ pointer: `${last.pointer}/role`, message });
  },
};
