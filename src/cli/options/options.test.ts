import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realNumber, wholeNumber } from './numbers.ts';
import { collectTag } from './tags.ts';
import { httpUrl, s3Uri } from './uris.ts';

describe('numbers', () => {
  it('are taken in their range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), (value) => {
        expect(wholeNumber(1, 5)(String(value))).toBe(value);
        expect(realNumber(1, 5)(String(value))).toBe(value);
      }),
    );
    expect(realNumber(1e-6, 1e-4)('1e-5')).toBe(1e-5);
  });

  it.each(['', ' ', '0', '6', '1.5', 'one', 'NaN', 'Infinity', '1 2'])('refuse %j', (text) => {
    expect(() => wholeNumber(1, 5)(text)).toThrow('Expected a whole number from 1 to 5.');
  });

  it.each(['', ' ', '-0.1', '1.1', 'NaN', 'Infinity'])('refuse the share %j', (text) => {
    expect(() => realNumber(0, 1)(text)).toThrow('Expected a number from 0 to 1.');
  });
});

describe('tags', () => {
  it('add up, the last value wins, values may hold =', () => {
    expect(collectTag('a=2', collectTag('b=x=y', collectTag('a=1')))).toEqual({ a: '2', b: 'x=y' });
    expect(collectTag('empty=')).toEqual({ empty: '' });
  });

  it.each(['', 'a', '=1'])('refuse %j', (text) => {
    expect(() => collectTag(text)).toThrow('Expected key=value.');
  });
});

describe('addresses', () => {
  it.each(['http://127.0.0.1:4566', 'https://bedrock.example.org/path'])('take %s', (text) => {
    expect(httpUrl(text)).toBe(text);
  });

  it.each(['', 'here', '127.0.0.1:4566', 'ftp://host/', 's3://bucket/key'])('refuse %j', (text) => {
    expect(() => httpUrl(text)).toThrow('Expected an address');
  });

  it('take places in S3 and nothing else', () => {
    expect(s3Uri('s3://bucket/')).toBe('s3://bucket/');
    expect(s3Uri('s3://bucket/a/b.jsonl')).toBe('s3://bucket/a/b.jsonl');
    for (const text of ['', 's3://', 's3://bucket', 's3:///key', 'bucket/key', 'S3://bucket/key']) {
      expect(() => s3Uri(text)).toThrow('Expected s3://bucket/key.');
    }
  });
});
