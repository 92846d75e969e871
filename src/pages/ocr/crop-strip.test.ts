import { describe, expect, it } from 'vitest';
import type { Raster } from '../image/raster.ts';
import { cropStrip } from './crop-strip.ts';

/** Red grows to the right, green downwards; blue is full. */
function ramp(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([x, y, 255], (y * width + x) * 3);
  }
  return { data, width, height, channels: 3 };
}

const byteOf = (value: number | undefined): number => ((value ?? Number.NaN) + 1) * 127.5;

describe('cropStrip', () => {
  it('copies a level area of the same size and leaves the columns after it 0', () => {
    const area = { cx: 60, cy: 74, w: 32, h: 48, ux: 1, uy: 0 };
    const strip = cropStrip(ramp(200, 200), { box: 0, area, columns: 48 });
    const at = (plane: number, row: number, column: number): number | undefined =>
      strip[(plane * 48 + row) * 48 + column];
    expect(byteOf(at(2, 10, 5))).toBeCloseTo(49);
    expect(byteOf(at(1, 10, 5))).toBeCloseTo(60);
    expect(byteOf(at(0, 10, 5))).toBeCloseTo(255);
    expect([at(0, 10, 32), at(1, 47, 47)]).toEqual([0, 0]);
  });

  it('follows the slope of the text', () => {
    const area = { cx: 100, cy: 100, w: 48, h: 48, ux: 0, uy: 1 };
    const strip = cropStrip(ramp(200, 200), { box: 0, area, columns: 48 });
    // A quarter turn: along the strip the page goes down, down the strip the page goes left.
    expect(byteOf(strip[48 * 48])).toBeCloseTo(76);
    expect(byteOf(strip[48 * 48 + 47])).toBeCloseTo(123);
    expect(byteOf(strip[2 * 48 * 48])).toBeCloseTo(123);
  });

  it('repeats the border outside of the page', () => {
    const area = { cx: 0, cy: 0, w: 48, h: 48, ux: 1, uy: 0 };
    const strip = cropStrip(ramp(1, 1), { box: 0, area, columns: 48 });
    expect([...strip.subarray(0, 48)].every((value) => value === 1)).toBe(true);
  });
});
