import { describe, expect, it } from 'vitest';
import { isLocalHost, isLocalOrigin, isLoopbackAddress } from './host-check.ts';

describe('host headers', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:4566',
    'localhost',
    'LOCALHOST:1',
    '[::1]:80',
    'bucket.localhost:1',
    'my.b-1.s3.localhost',
  ])('accepts %s', (host) => expect(isLocalHost(host)).toBe(true));
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:80',
    '10.0.0.1',
    '',
    'evil.example@localhost',
    undefined,
  ])('refuses %s', (host) => expect(isLocalHost(host)).toBe(false));
  it('knows pages of other sites from clients', () => {
    expect(isLocalOrigin(undefined)).toBe(true);
    expect(isLocalOrigin('http://localhost:5173')).toBe(true);
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      expect(isLocalOrigin(origin)).toBe(false);
    }
  });
  it('knows loopback from the network', () => {
    expect(isLoopbackAddress('127.0.0.1')).toBe(true);
    expect(isLoopbackAddress('0.0.0.0')).toBe(false);
  });
});
