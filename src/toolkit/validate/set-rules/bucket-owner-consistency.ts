import { type SetRule, SOURCES } from '../rule.ts';

/** All media are in one bucket, and a bucket has one owner. Reported once. */
export const bucketOwnerConsistency: SetRule = {
  code: 'bucket-owner-consistency',
  severity: 'error',
  remedy: 'Write the id of the account that owns the bucket everywhere.',
  source: SOURCES.novaGuide,
  start() {
    let first: string | undefined;
    let reported = false;
    return {
      record({ view }, report) {
        for (const one of view.media) {
          const { bucketOwner } = one;
          if (typeof bucketOwner !== 'string' || bucketOwner === first || reported) continue;
          if (first === undefined) {
            first = bucketOwner;
            continue;
          }
          reported = true;
          const message = `Expected one owner of the bucket, but the first media name ${first} and this names ${bucketOwner}.`;
          report({ pointer: one.ownerPointer, message });
        }
      },
    };
  },
};
