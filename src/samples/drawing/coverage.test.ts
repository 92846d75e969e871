import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';

const sum = (values: Uint8Array) => values.reduce((total, value) => total + value, 0);

test('a rectangle on whole pixels is covered fully, half pixels by half', () => {
  const whole = coverageOf([new Float32Array([2, 3, 5, 3, 5, 5, 2, 5])]);
  expect(whole).toMatchObject({ left: 2, top: 3, width: 3, height: 2 });
  expect([...(whole?.values ?? [])]).toEqual([255, 255, 255, 255, 255, 255]);
  const half = coverageOf([new Float32Array([0.5, 0, 2, 0, 2, 1, 0.5, 1])]);
  expect([...(half?.values ?? [])]).toEqual([128, 255]);
});

test('a polygon wound the other way cuts a hole', () => {
  const outer = new Float32Array([0, 0, 4, 0, 4, 4, 0, 4]);
  const inner = new Float32Array([1, 1, 1, 3, 3, 3, 3, 1]);
  const shape = coverageOf([outer, inner]);
  expect(sum(shape?.values ?? new Uint8Array())).toBe((16 - 4) * 255);
});

test('the coverage of any triangle sums to its area', () => {
  const coordinate = fc.float({ min: -40, max: 40, noNaN: true });
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 6, maxLength: 6 }), (points) => {
      const [ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0] = points;
      const area = Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
      const shape = coverageOf([new Float32Array(points)]);
      // Rounding to 1/255 of each touched pixel, and single precision.
      const pixels = shape ? shape.width * shape.height : 0;
      expect(Math.abs(sum(shape?.values ?? new Uint8Array()) / 255 - area)).toBeLessThan(0.002 * pixels + 0.05);
    }),
    { numRuns: 500 },
  );
});

test('nothing covers nothing; a shape beyond all sense is refused', () => {
  expect(coverageOf([])).toBeUndefined();
  expect(() => coverageOf([new Float32Array([0, 0, 1e6, 0, 1e6, 1e6])])).toThrow(/too large/);
});
