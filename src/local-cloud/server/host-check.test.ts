import { describe, expect, it } from 'vitest';
import { isLocalHost, isLoopbackAddress } from './host-check.ts';

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
  it('knows loopback from the network', () => {
    expect(isLoopbackAddress('127.0.0.1')).toBe(true);
    expect(isLoopbackAddress('0.0.0.0')).toBe(false);
  });
});
