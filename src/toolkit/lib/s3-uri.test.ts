import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatS3Uri, isBucketName, isMediaKey, parseS3Uri } from './s3-uri.ts';

describe('S3 URIs', () => {
  it.each([
    ['s3://bucket/a/b.png', { bucket: 'bucket', key: 'a/b.png' }],
    ['s3://bucket/', { bucket: 'bucket', key: '' }],
    ['s3://bucket', { bucket: 'bucket', key: '' }],
    ['s3:///key', undefined],
    ['S3://bucket/key', undefined],
    ['bucket/key', undefined],
  ])('parses %s', (uri, address) => {
    expect(parseS3Uri(uri)).toEqual(address);
  });

  it('come back as they were', () => {
    const bucket = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,20}[a-z0-9]$/);
    fc.assert(
      fc.property(bucket, fc.string(), (name, key) => {
        expect(isBucketName(name)).toBe(true);
        expect(parseS3Uri(formatS3Uri({ bucket: name, key }))).toEqual({ bucket: name, key });
      }),
    );
  });

  it.each(['a/b.png', 'a_b-c.1/', 'x'])('takes the key %s', (key) => {
    expect(isMediaKey(key)).toBe(true);
  });

  it.each(['', '/a', 'a//b', 'a b', 'a=b', '票.png', 'a\n'])('refuses the key %j', (key) => {
    expect(isMediaKey(key)).toBe(false);
  });
});
