import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Page, Raster } from '../../../pages/index.ts';
import { pageWith } from '../groups/testing/papers.mts';
import type { AuditedDocument, AuditRule } from '../rule.ts';
import { blankPage } from './blank-page.ts';
import { blurryPage } from './blurry-page.ts';
import { darkPage } from './dark-page.ts';
import { type ImageLook, measureLook } from './image-look.ts';
import { lowResolution } from './low-resolution.ts';

const QUALITY: readonly AuditRule[] = [lowResolution, blankPage, blurryPage, darkPage];

function codesOf(facts: { readonly page?: Page; readonly look?: ImageLook }): string[] {
  const document: AuditedDocument = { id: 'a.png', label: '', value: '', texts: [], fields: [], ...facts };
  const context = { documents: [document], groups: [], twins: [] };
  return QUALITY.flatMap((rule) => [...rule.check(context)].map(({ code }) => code));
}

/** Strokes as thick and as near to each other as those of print, 600 × 400 pixels. */
const STROKES = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#fff"/>${Array.from(
  { length: 12 * 40 },
  (_, at) =>
    `<rect x="${12 + (at % 40) * 14}" y="${20 + Math.floor(at / 40) * 30}" width="${3 + (at % 3)}" height="${10 + (at % 7)}" fill="#222"/>`,
).join('')}</svg>`;

async function rasterOf(change: (image: Sharp) => Sharp): Promise<Raster> {
  const drawn = await sharp(Buffer.from(STROKES)).removeAlpha().png().toBuffer();
  const changed = await change(sharp(drawn)).png().toBuffer();
  const { data, info } = await sharp(changed)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: 3 };
}

describe('quality of pages', () => {
  it('is good when print is crisp, dark on light, and large enough', async () => {
    expect(
      codesOf({ page: pageWith(['Invoice', 'Total']), look: measureLook(await rasterOf((image) => image)) }),
    ).toEqual([]);
  });

  it('falls with every blur, until it is called blurry', async () => {
    const looks = await Promise.all(
      [0.5, 1, 2, 4].map(async (sigma) => measureLook(await rasterOf((image) => image.blur(sigma)))),
    );
    const sharpness = looks.map((look) => look.sharpness ?? 0);
    expect(sharpness).toEqual(sharpness.toSorted((a, b) => b - a));
    expect(codesOf(looks[0] ? { look: looks[0] } : {})).toEqual([]);
    expect(codesOf(looks[3] ? { look: looks[3] } : {})).toEqual(['image-blurry']);
  });

  it('does not take dim light for blur', async () => {
    const dim = measureLook(await rasterOf((image) => image.linear(0.35, 0)));
    expect(codesOf({ look: dim })).toEqual([]);
    expect(dim.sharpness).toBeGreaterThan(0.5);
  });

  it.each([
    ['in the dark', 0.06, 0, 'image-dark'],
    ['faded', 0.04, 200, 'image-low-contrast'],
  ])('%s', async (_, gain, offset, code) => {
    expect(codesOf({ look: measureLook(await rasterOf((image) => image.linear(gain, offset))) })).toEqual([code]);
  });

  it('says nothing about sharpness where there is nothing', async () => {
    const paper: Raster = { data: new Uint8Array(300 * 200).fill(240), width: 300, height: 200, channels: 1 };
    expect(measureLook(paper)).toEqual({ paper: 240 / 255, contrast: 0 });
  });

  it('tells blank pages from pages without text', () => {
    const empty = pageWith([]);
    const ink = (share: number): Page => ({
      ...empty,
      appearance: { ...empty.appearance, ink: Array.from({ length: 432 }, () => share) },
    });
    expect(codesOf({ page: ink(0.001) })).toEqual(['page-blank']);
    expect(codesOf({ page: ink(0.2) })).toEqual([]);
  });

  it('measures lines in pixels of the image', () => {
    const page = pageWith(['Invoice', 'Total', 'Date']);
    expect(codesOf({ page: { ...page, width: 300, height: 420 } })).toEqual(['image-low-resolution']);
    expect(codesOf({ page: { ...page, width: 3000, height: 4200 } })).toEqual([]);
  });
});
