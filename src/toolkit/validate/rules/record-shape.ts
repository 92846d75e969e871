import { shapeIssues } from '../record-shape.ts';
import { show } from '../record-view.ts';
import type { RecordRule } from '../rule.ts';
import { SOURCES } from '../rule.ts';

/** Types of all known fields; required ones are there. */
export const recordShape: RecordRule = {
  code: 'record-shape',
  severity: 'error',
  remedy:
    'Give the field the documented type: {"schemaVersion", "system": [{"text"}], "messages": [{"role", "content": [{"text"} or {"image"}]}]}.',
  source: SOURCES.novaGuide,
  *check({ value }) {
    for (const issue of shapeIssues(value)) {
      if (issue.kind === 'type')
        yield { pointer: issue.pointer, message: `Expected ${issue.expected}, but got ${show(issue.got)}.` };
    }
  },
};
