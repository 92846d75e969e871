import { describe, expect, it } from 'vitest';
import { plotLoss } from './plot.ts';

const points = (losses: readonly number[]) => losses.map((loss, index) => ({ step: index + 1, loss }));

describe('plotLoss', () => {
  it('draws a falling line from the upper left to the lower right', () => {
    const plot = plotLoss({ training: points([4, 3, 2, 1]), validation: [] }, { columns: 20, lines: 4 });
    expect(plot.split('\n')).toEqual([
      '4.000 │⠑⠢⣀',
      '      │   ⠉⠢⢄⡀',
      '      │      ⠈⠑⠢⣀',
      '1.000 │          ⠑⠢⢄',
      '      └─────────────',
      '       step 1      4',
    ]);
  });

  it('marks validation, and leaves values out that are no numbers', () => {
    const validation = [{ step: 2, loss: 2 }];
    const plot = plotLoss({ training: points([4, Number.NaN, 2, 1]), validation }, { columns: 40 });
    expect(plot.match(/●/g)).toHaveLength(1);
    expect(plot).not.toContain('NaN');
  });

  it('stays within the width', () => {
    for (const columns of [5, 30, 80, 300]) {
      const plot = plotLoss(
        { training: points(Array.from({ length: 500 }, Math.random)), validation: [] },
        { columns },
      );
      expect(Math.max(...plot.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(Math.max(columns, 20));
    }
  });

  it('draws a flat line, and nothing without two points', () => {
    expect(plotLoss({ training: points([1, 1, 1]), validation: [] }, { columns: 30 })).toContain('1.000');
    expect(plotLoss({ training: points([1]), validation: [] }, { columns: 30 })).toBe('');
  });
});
