import { shapeIssues } from '../record-shape.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const emptyContent: RecordRule = {
  code: 'empty-content',
  severity: 'error',
  remedy: 'Give the message a text, or remove it.',
  source: SOURCES.awsValidator,
  *check({ value, messages }) {
    const broken = new Set(shapeIssues(value).map((issue) => issue.pointer));
    for (const { pointer, blocks } of messages) {
      if (blocks.length > 0 || broken.has(`${pointer}/content`) || broken.has(pointer)) continue;
      yield { pointer: `${pointer}/content`, message: 'Expected at least one content block, but the list is empty.' };
    }
  },
};
