import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

const ACCOUNT = /^\d{12}$/;

export const bucketOwner: RecordRule = {
  code: 'bucket-owner',
  severity: 'error',
  remedy: 'Write the id of the account that owns the bucket as a string of 12 digits, or leave the key out.',
  source: SOURCES.novaGuide,
  check({ media }, _context, report) {
    for (const one of media) {
      const owner = one.bucketOwner;
      if (typeof owner !== 'string' || ACCOUNT.test(owner)) continue;
      report({ pointer: one.ownerPointer, message: `Expected 12 digits, but got ${show(owner)}.` });
    }
  },
};
