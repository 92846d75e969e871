import { describe, expect, it } from 'vitest';
import { s3AddressOf } from './s3-address.ts';

describe('S3 addresses', () => {
  it.each([
    ['127.0.0.1:4566', '/', undefined, '/'],
    ['127.0.0.1:4566', '/my-bucket', 'my-bucket', '/'],
    ['127.0.0.1:4566', '/my-bucket/', 'my-bucket', '/'],
    ['127.0.0.1:4566', '/my-bucket/a/b%20c', 'my-bucket', '/a/b%20c'],
    ['127.0.0.1:4566', '/my-bucket//a', 'my-bucket', '//a'],
    ['localhost:4566', '/my-bucket/a', 'my-bucket', '/a'],
    ['s3.localhost:4566', '/my-bucket/a', 'my-bucket', '/a'],
    ['s3.eu-west-1.localhost', '/my-bucket/a', 'my-bucket', '/a'],
    ['my-bucket.localhost:4566', '/a', 'my-bucket', '/a'],
    ['my-bucket.s3.localhost:4566', '/a', 'my-bucket', '/a'],
    ['my-bucket.s3.us-east-1.localhost:4566', '/', 'my-bucket', '/'],
    ['my.dotted.bucket.s3.localhost', '/a', 'my.dotted.bucket', '/a'],
    ['about-s3.localhost', '/a', 'about-s3', '/a'],
    ['[::1]:4566', '/b/k', 'b', '/k'],
  ])('%s %s', (host, path, bucket, rest) => {
    expect(s3AddressOf(host, path)).toEqual({ bucket, path: rest });
  });
});
