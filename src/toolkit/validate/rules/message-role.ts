import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** Reinforcement fine-tuning has the system prompt as a message; the conversation format has it apart. */
export const messageRole: RecordRule = {
  code: 'message-role',
  severity: 'error',
  remedy: 'Use "user" and "assistant"; what you would say as "system" belongs in the key system.',
  source: SOURCES.novaGuide,
  check({ messages }, { method }, report) {
    for (const message of messages) {
      const { role } = message;
      if (role === 'user' || role === 'assistant' || typeof role !== 'string') continue;
      if (method === 'rft') {
        if (role !== 'system')
          report({
            pointer: `${message.pointer}/role`,
            message: `Expected "system", "user" or "assistant", but got ${show(role)}.`,
            remedy: 'Use one of the three roles.',
          });
        continue;
      }
      const spelling = role.toLowerCase();
      report({
        pointer: `${message.pointer}/role`,
        message: `Expected "user" or "assistant", but got ${show(role)}.`,
        ...(spelling === 'user' || spelling === 'assistant' ? { remedy: `Write "${spelling}".` } : {}),
      });
    }
  },
};
