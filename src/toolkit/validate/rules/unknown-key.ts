import { shapeIssues } from '../record-shape.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

/** Keys that the format does not have. A misspelt `system` would be lost without notice. */
export const unknownKey: RecordRule = {
  code: 'unknown-key',
  severity: 'error',
  remedy: 'Correct the spelling or remove the key.',
  source: SOURCES.forgeSdk,
  *check({ value }) {
    for (const issue of shapeIssues(value)) {
      if (issue.kind === 'key')
        yield {
          pointer: issue.pointer,
          message: `Expected one of the keys ${issue.allowed.join(', ')}, but got ${JSON.stringify(issue.key)}.`,
        };
    }
  },
};
