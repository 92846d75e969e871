import { expect, it } from 'vitest';
import { round } from './round.ts';

it('keeps four digits and survives JSON', () => {
  expect(round(0.123_46)).toBe(0.1235);
  expect(Object.is(round(-0.000_01), 0)).toBe(true);
});
