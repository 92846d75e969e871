import { fingerprintText } from '../fingerprint.ts';
import { FingerprintTable } from '../fingerprint-table.ts';
import { show } from '../record-view.ts';
import { type SetRule, SOURCES } from '../rule.ts';

/** The grader answers by id, so two records of one id cannot be told apart. */
export const recordIdOnce: SetRule = {
  code: 'record-id-once',
  severity: 'warning',
  remedy: 'Give every record an id of its own, or none.',
  source: SOURCES.rftGuide,
  start({ method }) {
    if (method !== 'rft') return {};
    const seen = new FingerprintTable();
    return {
      record({ view, copyOf, line }, report) {
        const { id } = view.fields;
        if (typeof id !== 'string' || copyOf !== undefined) return;
        const fingerprint = fingerprintText(id);
        const before = seen.find(fingerprint);
        if (before === undefined) seen.keep(fingerprint, 0, line);
        else
          report({
            pointer: '/id',
            message: `Expected every id once, but ${show(id)} stands on line ${before.line} too.`,
          });
      },
    };
  },
};
