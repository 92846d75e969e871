import { parseS3Uri } from '../../lib/s3-uri.ts';
import { type SetRule, SOURCES } from '../rule.ts';

/** Says what can be said when the bucket of the training file is unknown: media in two buckets cannot both be in its bucket. */
export const mediaInSeveralBuckets: SetRule = {
  code: 'media-in-several-buckets',
  severity: 'error',
  remedy: 'Keep all media in the bucket of the training file.',
  source: SOURCES.novaGuide,
  start() {
    const buckets = new Set<string>();
    return {
      *record({ view }) {
        for (const { kind, uri, pointer } of view.media) {
          const bucket = typeof uri === 'string' ? parseS3Uri(uri)?.bucket : undefined;
          if (bucket === undefined || buckets.has(bucket) || buckets.size > 1) continue;
          const [first] = buckets;
          buckets.add(bucket);
          if (first === undefined) continue;
          const at = `${pointer}/${kind}/source/s3Location/uri`;
          yield {
            pointer: at,
            message: `Expected all media in one bucket, but the first are in ${first} and this is in ${bucket}.`,
          };
        }
      },
    };
  },
};
