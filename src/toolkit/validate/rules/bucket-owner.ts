import { show } from '../record-view.ts';
import { type RecordRule, SOURCES } from '../rule.ts';

export const bucketOwner: RecordRule = {
  code: 'bucket-owner',
  severity: 'error',
  remedy: 'Write the id of the account that owns the bucket as a string of 12 digits, or leave the key out.',
  source: SOURCES.novaGuide,
  *check({ media }) {
    for (const { kind, bucketOwner: owner, pointer } of media) {
      if (kind === 'document' || typeof owner !== 'string' || /^\d{12}$/.test(owner)) continue;
      yield {
        pointer: `${pointer}/${kind}/source/s3Location/bucketOwner`,
        message: `Expected 12 digits, but got ${show(owner)}.`,
      };
    }
  },
};
