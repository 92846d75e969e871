import { type RecordRule, SOURCES } from '../rule.ts';

export const emptyContent: RecordRule = {
  code: 'empty-content',
  severity: 'error',
  remedy: 'Give the message a text, or remove it.',
  source: SOURCES.awsValidator,
  check({ messages }, _context, report) {
    for (const message of messages) {
      if (!Array.isArray(message.content)) continue;
      const { blocks } = message;
      const pointer = () => `${message.pointer}/content`;
      if (blocks.length === 0) {
        report({ pointer: pointer(), message: 'Expected at least one content block, but the list is empty.' });
      } else if (blocks.every(({ kind }) => kind === 'reasoningContent')) {
        report({
          pointer: pointer(),
          message: 'Expected an answer after the reasoning, but there is reasoning alone.',
        });
      }
    }
  },
};
