import { type RecordRule, SOURCES } from '../rule.ts';

/** Keys that the format does not have. A misspelt `system` would be lost without notice. */
export const unknownKey: RecordRule = {
  code: 'unknown-key',
  severity: 'error',
  remedy: 'Correct the spelling or remove the key.',
  source: SOURCES.forgeSdk,
  check({ issues }, _context, report) {
    for (const issue of issues) {
      if (issue.kind !== 'key') continue;
      const message = `Expected one of the keys ${issue.allowed.join(', ')}, but got ${JSON.stringify(issue.key)}.`;
      report({ pointer: issue.pointer, message });
    }
  },
};
