import { asFields, show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const toolUseId: RecordRule = {
  code: 'tool-use-id',
  severity: 'error',
  remedy: 'Give each use of a tool an id of its own in the record.',
  source: SOURCES.awsValidator,
  check({ others }, _context, report) {
    if (others.length === 0) return;
    const seen = new Set<string>();
    for (const { kind, block } of others) {
      if (kind !== 'toolUse') continue;
      const id = asFields(block.value.toolUse).toolUseId;
      if (typeof id !== 'string') continue;
      const pointer = `${block.pointer}/toolUse/toolUseId`;
      if (id.trim() === '') report({ pointer, message: 'Expected an id, but it is empty.' });
      else if (seen.has(id)) report({ pointer, message: `Expected a new id, but ${show(id)} was used before.` });
      seen.add(id);
    }
  },
};
