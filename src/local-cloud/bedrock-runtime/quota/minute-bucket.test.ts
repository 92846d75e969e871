import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMinuteBucket } from './minute-bucket.ts';

it('gives one minute’s worth at once, then as much as has flowed in', () => {
  let time = 0;
  const bucket = createMinuteBucket(
    () => 60,
    () => time,
  );
  expect(bucket.take(60)).toBe(true);
  expect(bucket.take(1)).toBe(false);
  time = 999;
  expect(bucket.take(1)).toBe(false);
  time = 1000;
  expect(bucket.take(1)).toBe(true);
  expect(bucket.take(1)).toBe(false);
});

it('takes back what was reserved, up to one minute’s worth', () => {
  const bucket = createMinuteBucket(
    () => 100,
    () => 0,
  );
  expect(bucket.take(80)).toBe(true);
  bucket.giveBack(50);
  expect(bucket.take(71)).toBe(false);
  expect(bucket.take(70)).toBe(true);
  bucket.giveBack(1000);
  expect(bucket.take(101)).toBe(false);
  expect(bucket.take(100)).toBe(true);
});

it('never lets more through than a minute’s worth and what has flowed in', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 40 })), { maxLength: 60 }), (demands) => {
      let time = 0;
      let taken = 0;
      const bucket = createMinuteBucket(
        () => 120,
        () => time,
      );
      for (const [pause, amount] of demands) {
        time += pause;
        if (bucket.take(amount)) taken += amount;
        expect(taken).toBeLessThanOrEqual(120 + (time * 120) / 60_000 + 1e-6);
      }
    }),
  );
});
