import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Figure,
  intervalBars,
  lossCurve,
  lossDistribution,
  stepChange,
  svgFile,
  trainingPanels,
} from '../../src/toolkit/charts/index.ts';
import type { TrainingCurve } from '../../src/toolkit/index.ts';

/**
 * One picture per file of `cases/`, compared with the one in `expected/`. A new case is one file; `UPDATE_CHARTS=1 npx vitest run test/charts`
 * draws what is missing or has changed: look at it before it is committed.
 */
const CASES = path.join(import.meta.dirname, 'cases');
const EXPECTED = path.join(import.meta.dirname, 'expected');

interface Case {
  readonly figure: 'lossCurve' | 'trainingPanels' | 'intervalBars';
  readonly curves?: readonly TrainingCurve[];
  readonly rows?: Parameters<typeof intervalBars>[0];
  readonly options?: Parameters<typeof lossCurve>[1] & Parameters<typeof trainingPanels>[1];
}

function draw({ figure, curves = [], rows = [], options }: Case): Figure {
  if (figure === 'intervalBars') return intervalBars(rows);
  return figure === 'lossCurve' ? lossCurve(curves, options) : trainingPanels(curves, options);
}

const names = readdirSync(CASES).map((file) => path.basename(file, '.json'));

describe('charts', () => {
  it.each(names)('%s', (name) => {
    const svg = svgFile(draw(JSON.parse(readFileSync(path.join(CASES, `${name}.json`), 'utf8')) as Case));
    const file = path.join(EXPECTED, `${name}.svg`);
    if (process.env.UPDATE_CHARTS) writeFileSync(file, svg);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  });

  it('keep no expectation without a case', () => {
    expect(readdirSync(EXPECTED).map((file) => path.basename(file, '.svg'))).toEqual(names);
  });
});

describe('many points', () => {
  const curve: TrainingCurve = {
    name: 'long',
    training: Array.from({ length: 50_000 }, (_, index) => ({
      step: index + 1,
      epoch: Math.floor(index / 10_000),
      loss: index === 12_345 ? 9 : 1 / (1 + index / 1000),
    })),
    validation: [],
  };

  it('are reduced without losing the highest', () => {
    const svg = svgFile(lossCurve([curve]));
    expect(svg.length).toBeLessThan(120_000);
    // The highest of 9 reaches the upper end of a scale that ends at 9 too.
    const paths = [...svg.matchAll(/<path class="raw series-0" d="M([\d.,L]+)"/g)].map(([, points = '']) => points);
    const heights = paths.flatMap((points) => points.split('L').map((point) => Number(point.split(',')[1])));
    expect(heights.length).toBeGreaterThan(1000);
    expect(Math.min(...heights)).toBeLessThan(60);
  });

  it('fit every panel', () => {
    for (const figure of [lossDistribution([curve]), stepChange([curve]), trainingPanels([curve])]) {
      expect(svgFile(figure).length).toBeLessThan(250_000);
    }
  });
});

describe('a training that diverged', () => {
  it('is drawn as far as it has values, and the summary says how many had none', () => {
    const training = [1.5, 1.2, 4, Number.NaN, Number.POSITIVE_INFINITY].map((loss, index) => ({
      step: index + 1,
      loss,
    }));
    const figure = lossCurve([{ name: 'diverged', training, validation: [] }]);
    expect(figure.summary).toContain('2 points without a value');
    expect(svgFile(figure)).not.toMatch(/NaN|Infinity/);
  });
});
