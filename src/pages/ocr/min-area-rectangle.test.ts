import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minAreaRectangle, type Point } from './min-area-rectangle.ts';

const coordinate = fc.integer({ min: -500, max: 500 });
const cloud = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 40 });

describe('minAreaRectangle', () => {
  it('holds every point, lies within 45° of level and is no larger than the level rectangle', () => {
    fc.assert(
      fc.property(cloud, (points: Point[]) => {
        const { cx, cy, w, h, ux, uy } = minAreaRectangle(points);
        expect(Math.hypot(ux, uy)).toBeCloseTo(1);
        expect(ux).toBeGreaterThanOrEqual(Math.abs(uy) - 1e-9);
        for (const [x, y] of points) {
          expect(Math.abs((x - cx) * ux + (y - cy) * uy)).toBeLessThanOrEqual(w / 2 + 1e-6);
          expect(Math.abs((y - cy) * ux - (x - cx) * uy)).toBeLessThanOrEqual(h / 2 + 1e-6);
        }
        const xs = points.map(([x]) => x);
        const ys = points.map(([, y]) => y);
        const level = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
        expect(w * h).toBeLessThanOrEqual(level + 1e-6);
      }),
    );
  });

  it('finds a turned square', () => {
    const { cx, cy, w, h } = minAreaRectangle([
      [0, 10],
      [10, 0],
      [20, 10],
      [10, 20],
      [10, 10],
    ]);
    expect([cx, cy]).toEqual([expect.closeTo(10), expect.closeTo(10)]);
    expect([w, h]).toEqual([expect.closeTo(Math.SQRT2 * 10), expect.closeTo(Math.SQRT2 * 10)]);
  });
});
