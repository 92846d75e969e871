import { asFields, show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** A result answers one earlier use, once. */
export const toolResult: RecordRule = {
  code: 'tool-result',
  severity: 'error',
  remedy: 'Give one result for a use of a tool, after it and with its id.',
  source: SOURCES.awsValidator,
  check({ others }, _context, report) {
    if (others.length === 0) return;
    const open = new Set<unknown>();
    const answered = new Set<unknown>();
    for (const { kind, block } of others) {
      if (kind === 'toolUse') open.add(asFields(block.value.toolUse).toolUseId);
      if (kind !== 'toolResult') continue;
      const id = asFields(block.value.toolResult).toolUseId;
      if (typeof id !== 'string') continue;
      const pointer = `${block.pointer}/toolResult/toolUseId`;
      if (!open.has(id)) report({ pointer, message: `Expected the id of an earlier use, but got ${show(id)}.` });
      else if (answered.has(id)) report({ pointer, message: `Expected one result for ${show(id)}, but got another.` });
      answered.add(id);
    }
  },
};
