import { isBucketName, isMediaKey, parseS3Uri, S3_URI_MAX_LENGTH } from '../../lib/s3-uri.ts';
import { show } from '../record-view.ts';
import { type RecordRule, SOURCES, type Violation } from '../rule.ts';

/** What nearly every URI is like; the others are looked at more closely. */
const SOUND = /^s3:\/\/[a-z0-9][-.a-z0-9]{1,61}[a-z0-9](?:\/[\w.-]+)+$/;

export const s3Uri: RecordRule = {
  code: 's3-uri',
  severity: 'error',
  remedy: 'Rename the object to letters, digits and _ - . / and write its full URI, s3://bucket/key.',
  source: SOURCES.novaGuide,
  check({ media }, _context, report) {
    for (const one of media) {
      const { uri } = one;
      if (typeof uri !== 'string' || (uri.length <= S3_URI_MAX_LENGTH && SOUND.test(uri))) continue;
      const problem = findProblem(uri);
      if (problem !== undefined) report({ pointer: one.uriPointer, ...problem });
    }
  },
};

function findProblem(uri: string): Violation | undefined {
  const got = () => `but got ${show(uri)}.`;
  const address = parseS3Uri(uri);
  if (address === undefined)
    return {
      message: `Expected a URI like s3://bucket/key, ${got()}`,
      remedy: 'Put s3:// and the bucket before the key.',
    };
  if (uri.length > S3_URI_MAX_LENGTH)
    return { message: `Expected at most ${S3_URI_MAX_LENGTH} characters, but the URI has ${uri.length}.` };
  if (!isBucketName(address.bucket))
    return { message: `Expected a bucket of 3 to 63 lower-case letters, digits, dots and hyphens, ${got()}` };
  if (address.key === '' || address.key.endsWith('/')) return { message: `Expected the URI of one object, ${got()}` };
  if (!isMediaKey(address.key))
    return { message: `Expected a key of letters, digits and _ - . / without empty parts, ${got()}` };
  return undefined;
}
