import { parseS3Uri } from '../../lib/s3-uri.ts';
import { type SetRule, SOURCES } from '../rule.ts';

/** Says what can be said when the bucket of the training file is unknown: media in two buckets cannot both be in its bucket. */
export const mediaInSeveralBuckets: SetRule = {
  code: 'media-in-several-buckets',
  severity: 'error',
  remedy: 'Keep all media in the bucket of the training file.',
  source: SOURCES.novaGuide,
  start() {
    let first: string | undefined;
    let prefix = '';
    let reported = false;
    return {
      record({ view }, report) {
        if (reported) return;
        for (const one of view.media) {
          const { uri } = one;
          if (typeof uri !== 'string' || (first !== undefined && uri.startsWith(prefix))) continue;
          const bucket = parseS3Uri(uri)?.bucket;
          if (bucket === undefined || bucket === first) continue;
          if (first === undefined) {
            first = bucket;
            prefix = `s3://${bucket}/`;
            continue;
          }
          reported = true;
          const message = `Expected all media in one bucket, but the first are in ${first} and this is in ${bucket}.`;
          report({ pointer: one.uriPointer, message });
          return;
        }
      },
    };
  },
};
