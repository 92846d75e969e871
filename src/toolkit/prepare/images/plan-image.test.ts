import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImageFacts, MAX_SOURCE_PIXELS, planImage } from './plan-image.ts';

const RECIPE = { maxSide: 1600, format: 'png' } as const;

function facts(changes: Partial<ImageFacts> = {}): ImageFacts {
  return {
    format: 'png',
    width: 800,
    height: 1000,
    bytes: 50_000,
    orientation: 1,
    animated: false,
    unusual: [],
    ...changes,
  };
}

describe('planImage', () => {
  it.each(['png', 'jpeg', 'gif', 'webp'] as const)('keeps a sound %s image', (format) => {
    expect(planImage(facts({ format }), RECIPE)).toEqual({ kind: 'keep', format });
  });

  it.each<[string, Partial<ImageFacts>, object]>([
    ['another format', { format: 'tiff' }, { reasons: ['format'] }],
    ['too many bytes', { bytes: 10 * 1024 * 1024 + 1 }, { reasons: ['bytes'] }],
    ['a long side', { width: 3200, height: 1000 }, { reasons: ['side'], width: 1600, height: 500 }],
    ['a turned image', { orientation: 6 }, { reasons: ['orientation'], width: 1000, height: 800 }],
    ['an upside-down image', { orientation: 3 }, { reasons: ['orientation'], width: 800, height: 1000 }],
    ['an animation', { format: 'gif', animated: true }, { reasons: ['animation'], note: 'image-animated' }],
    ['a bitmap', { format: 'bmp' }, { reasons: ['format'] }],
    ['several pages', { format: 'tiff', animated: true }, { note: 'image-several-pages' }],
    ['several reasons', { bytes: 2e7, unusual: ['alpha', 'depth'] }, { reasons: ['bytes', 'alpha', 'depth'] }],
  ])('converts %s', (_, changes, expected) => {
    expect(planImage(facts(changes), RECIPE)).toMatchObject({ kind: 'convert', ...expected });
  });

  it.each<[string, Partial<ImageFacts>]>([
    ['image-too-small', { width: 24 }],
    ['image-too-small', { width: 40_000, height: 100 }],
    ['image-too-many-pixels', { width: 20_000, height: 20_000 }],
  ])('skips with %s: %j', (code, changes) => {
    expect(planImage(facts(changes), RECIPE)).toMatchObject({ kind: 'skip', code });
  });

  it('never plans an image outside of the limits, and never enlarges', () => {
    const side = fc.integer({ min: 1, max: 30_000 });
    const arbitrary = fc.record({
      width: side,
      height: side,
      orientation: fc.integer({ min: 1, max: 8 }),
      maxSide: fc.integer({ min: 25, max: 8000 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ maxSide, ...size }) => {
        const plan = planImage(facts(size), { maxSide, format: 'png' });
        if (plan.kind === 'skip') return;
        const { width, height } = plan.kind === 'keep' ? size : plan;
        expect(Math.max(width, height)).toBeLessThanOrEqual(maxSide);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(25);
        expect(width * height).toBeLessThanOrEqual(Math.min(MAX_SOURCE_PIXELS, size.width * size.height));
        if (plan.kind === 'keep') expect(size.orientation).toBe(1);
      }),
    );
  });
});
