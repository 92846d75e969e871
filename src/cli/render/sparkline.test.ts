import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

it('draws numbers from the lowest to the highest bar', () => {
  expect(sparkline([3, 2, 1])).toBe('█▅▁');
  expect(sparkline([1, 1])).toBe('▁▁');
  expect(sparkline([1])).toBe('');
  expect(sparkline(Array.from({ length: 500 }, (_, index) => 500 - index))).toMatch(/^█.{22}▁$/);
});
