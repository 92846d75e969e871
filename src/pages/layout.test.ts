import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout.ts';
import type { Page, TextLine } from './page.ts';

const WIDTH = 1000;
const HEIGHT = 800;

interface Printed {
  readonly text: string;
  /** Centre and size in pixels of the untilted page. */
  readonly at: readonly [cx: number, cy: number, w: number, h: number];
}

/** A page whose printed lines were turned by `tilt` around the page's top left corner. */
function pageOf(printed: readonly Printed[], tilt = 0): Page {
  const lines = printed.map(({ text, at: [cx, cy, w, h] }): TextLine => {
    const x = cx * Math.cos(tilt) - cy * Math.sin(tilt) - w / 2;
    const y = cx * Math.sin(tilt) + cy * Math.cos(tilt) - h / 2;
    return { text, confidence: 0.9, x: x / WIDTH, y: y / HEIGHT, w: w / WIDTH, h: h / HEIGHT, angle: tilt };
  });
  const appearance = { ink: [], gradients: [], statistics: [], textMap: [] };
  return { version: 'test', width: WIDTH, height: HEIGHT, lines, appearance };
}

const form: readonly Printed[] = [
  { text: 'INVOICE', at: [400, 60, 300, 24] },
  { text: '名称：甲乙（北京）公司', at: [200, 200, 300, 20] },
  { text: 'No 123', at: [800, 204, 160, 20] },
  { text: 'Total', at: [130, 300, 160, 20] },
  { text: '45.00', at: [300, 300, 160, 20] },
];

describe('layoutOf', () => {
  it.each([0, 0.06, -0.08])('finds the same rows at a tilt of %f rad', (tilt) => {
    const rows = layoutOf(pageOf(form, tilt)).rows.map((row) => row.map((box) => box.text));
    expect(rows).toEqual([['INVOICE'], ['名称：甲乙（北京）公司', 'No 123'], ['Total', '45.00']]);
  });

  it('offers the part after a full-width colon with its raw brackets', () => {
    const tail = layoutOf(pageOf(form)).spans.find((span) => span.kind === 'tail');
    expect(tail).toMatchObject({
      text: '甲乙（北京）公司',
      folded: '甲乙(北京)公司',
      normalized: '甲乙北京公司',
      left: '名称:',
      above: 'INVOICE',
      below: 'Total',
    });
  });

  it('joins close neighbours and leaves distant ones alone', () => {
    const joins = layoutOf(pageOf(form)).spans.filter((span) => span.kind === 'join');
    expect(joins.map((span) => span.text)).toEqual(['Total45.00']);
  });

  it('measures in the frame of the text', () => {
    const [title, , number] = layoutOf(pageOf(form)).rows.flat();
    expect(title?.y).toBe(0);
    expect(number && number.x + number.w).toBeCloseTo(1);
    expect(layoutOf(pageOf(form)).medianHeight).toBeCloseTo(20);
  });

  it('ignores noise, vertical text and blank lines', () => {
    const [first] = pageOf(form).lines;
    if (first === undefined) throw new Error('the form has lines');
    const noise: TextLine[] = [
      { ...first, confidence: 0.2 },
      { ...first, text: '  ' },
      { ...first, w: 0.01, h: 0.4 },
    ];
    expect(layoutOf({ ...pageOf([]), lines: noise })).toMatchObject({ rows: [], spans: [], medianHeight: 1 });
  });

  it('keeps every readable line exactly once, whatever the page', () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    const line = fc.record({
      text: fc.string({ minLength: 1 }),
      confidence: fc.constant(0.8),
      x: fraction,
      y: fraction,
      w: fc.double({ min: 0.1, max: 1, noNaN: true }),
      h: fc.double({ min: 0.005, max: 0.05, noNaN: true }),
      angle: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const boxes = layoutOf({ ...pageOf([]), lines }).rows.flat();
        const readable = lines.filter((candidate) => candidate.text.trim() !== '').map((candidate) => candidate.text);
        expect(boxes.map((box) => box.text).toSorted()).toEqual(readable.toSorted());
        for (const box of boxes) expect(box.x >= -1e-9 && box.x + box.w <= 1 + 1e-9).toBe(true);
      }),
    );
  });
});
