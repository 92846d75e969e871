import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rectangle } from './min-area-rectangle.ts';
import { commonWidth, planStrips } from './reading-budget.ts';

const box = (w: number, h: number): Rectangle => ({ cx: 500, cy: 300, w, h, ux: 1, uy: 0 });
const total = (columns: readonly { readonly columns: number }[]): number =>
  columns.reduce((sum, strip) => sum + strip.columns, 0);

describe('planStrips', () => {
  it('gives a line as many columns as its shape asks for, in steps of 16', () => {
    expect(planStrips([box(200, 48), box(10, 17), box(90_000, 48)], 1e9).map((strip) => strip.columns)).toEqual([
      208, 32, 1600,
    ]);
  });

  it('reads vertical text after turning it a quarter left', () => {
    const [strip] = planStrips([box(20, 100)], 1e9);
    expect(strip?.area).toMatchObject({ w: 100, h: 20, uy: 1 });
    expect(strip?.area.ux).toBeCloseTo(0);
  });

  it('cuts long lines at their end, to one common width', () => {
    const strips = planStrips([box(960, 48), box(160, 48), box(640, 48)], 960);
    expect(strips.map((strip) => strip.columns)).toEqual([400, 160, 400]);
    const left = ({ area }: { readonly area: Rectangle }): number => area.cx - area.w / 2;
    expect(strips.map(left)).toEqual([20, 420, 180]);
  });

  it('stays within the budget unless every line would fall below the shortest cut, and changes nothing below it', () => {
    const boxes = fc.array(fc.tuple(fc.integer({ min: 5, max: 2000 }), fc.integer({ min: 5, max: 60 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(boxes, fc.integer({ min: 500, max: 30_000 }), (sizes, budget) => {
        const rectangles = sizes.map(([w, h]) => box(w, h));
        const strips = planStrips(rectangles, budget);
        const uncut = planStrips(rectangles, Number.POSITIVE_INFINITY);
        expect(strips.map((strip) => strip.box)).toEqual(rectangles.map((_, index) => index));
        if (total(uncut) <= budget) expect(strips).toEqual(uncut);
        else expect(total(strips)).toBeLessThanOrEqual(Math.max(budget, 128 * strips.length));
      }),
    );
  });
});

describe('commonWidth', () => {
  it('shares what short lines leave over among the long ones', () => {
    expect(commonWidth([160, 320, 320], 10_000)).toBe(Number.POSITIVE_INFINITY);
    expect(commonWidth([160, 1600, 1600], 1760)).toBe(800);
    expect(commonWidth([], 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
