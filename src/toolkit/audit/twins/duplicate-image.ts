import type { AuditRule } from '../rule.ts';

/** One image in several documents: it counts several times in training, and leaks when it falls into two splits. */
export const duplicateImage: AuditRule = {
  codes: ['image-duplicate', 'image-near-duplicate'],
  *check({ twins }) {
    for (const { first, copy, kind } of twins) {
      if (kind === 'exact') {
        yield {
          document: copy.id,
          code: 'image-duplicate',
          severity: 'warning',
          message: `Expected each image once, but ${copy.id} has the bytes of ${first.id}.`,
          remedy: 'Take one of them out; prepare keeps the first when their labels agree.',
        };
      } else {
        yield {
          document: copy.id,
          code: 'image-near-duplicate',
          severity: 'info',
          message: `${copy.id} looks like a copy of ${first.id}, resized, compressed or brightened.`,
          remedy: 'Take one of them out, or prepare with the groups of this report so that both stay in one split.',
        };
      }
    }
  },
};
