import { type RecordRule, SOURCES } from '../rule.ts';

export const promptContent: RecordRule = {
  code: 'prompt-content',
  severity: 'error',
  remedy: 'Join the texts of the message into one.',
  source: SOURCES.distillationGuide,
  check({ messages }, _context, report) {
    for (const message of messages) {
      const second = message.blocks[1];
      if (second === undefined) continue;
      const text = `Expected one text in each message, but got ${message.blocks.length} blocks.`;
      report({ pointer: second.pointer, message: text });
    }
  },
};
