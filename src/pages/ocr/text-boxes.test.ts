import { describe, expect, it } from 'vitest';
import type { TextMap } from './detect-text.ts';
import type { Rectangle } from './min-area-rectangle.ts';
import { textBoxes } from './text-boxes.ts';

const WIDTH = 160;
const HEIGHT = 96;

/** A map in which the inside of a rectangle is text. */
function paint(map: TextMap, rectangle: Rectangle, probability: number): void {
  const { cx, cy, w, h, ux, uy } = rectangle;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [dx, dy] = [x + 0.5 - cx, y + 0.5 - cy];
      const inside = Math.abs(dx * ux + dy * uy) <= w / 2 && Math.abs(dy * ux - dx * uy) <= h / 2;
      if (inside) map.probability[y * WIDTH + x] = probability;
    }
  }
}

function emptyMap(): TextMap {
  return { probability: new Float32Array(WIDTH * HEIGHT), width: WIDTH, height: HEIGHT };
}

function tilted(angle: number): Rectangle {
  return { cx: 80, cy: 48, w: 100, h: 8, ux: Math.cos(angle), uy: Math.sin(angle) };
}

describe('textBoxes', () => {
  it.each([0, 0.1, 0.4, -0.3])('finds a line tilted by %f rad and grows it', (angle) => {
    const map = emptyMap();
    paint(map, tilted(angle), 0.9);
    const [box, ...others] = textBoxes(map);
    expect(others).toEqual([]);
    if (box === undefined) throw new Error('no box found');
    expect(Math.hypot(box.cx - 80, box.cy - 48)).toBeLessThan(1);
    expect(Math.abs(Math.atan2(box.uy, box.ux) - angle)).toBeLessThan(0.02);
    // 100 × 8 grown by area × 1.6 ÷ (100 + 8) on both sides together; edges snap to cells.
    const growth = (100 * 8 * 1.6) / 108;
    expect(Math.abs(box.w - 100 - growth)).toBeLessThan(2.5);
    expect(Math.abs(box.h - 8 - growth)).toBeLessThan(2.5);
  });

  it('keeps lines apart and merges cells that touch at a corner', () => {
    const map = emptyMap();
    paint(map, { cx: 40, cy: 20, w: 60, h: 6, ux: 1, uy: 0 }, 0.9);
    paint(map, { cx: 40, cy: 40, w: 60, h: 6, ux: 1, uy: 0 }, 0.9);
    paint(map, { cx: 100, cy: 46, w: 60, h: 6, ux: 1, uy: 0 }, 0.9);
    expect(textBoxes(map)).toHaveLength(2);
  });

  it('drops weak regions, specks and hairlines', () => {
    const map = emptyMap();
    paint(map, { cx: 40, cy: 20, w: 60, h: 6, ux: 1, uy: 0 }, 0.4);
    paint(map, { cx: 20.5, cy: 60.5, w: 3, h: 3, ux: 1, uy: 0 }, 0.99);
    paint(map, { cx: 80, cy: 80, w: 60, h: 2, ux: 1, uy: 0 }, 0.99);
    expect(textBoxes(map)).toEqual([]);
    expect(textBoxes(emptyMap())).toEqual([]);
  });

  it('survives a page that is all text', () => {
    const map = emptyMap();
    map.probability.fill(1);
    expect(textBoxes(map)).toHaveLength(1);
  });
});
