import { type Raster, stretch } from '../image/raster.ts';
import type { TextMap } from '../ocr/detect-text.ts';
import type { PageAppearance } from '../page.ts';
import { round } from '../round.ts';
import { cellMeans } from './cell-means.ts';
import { gradientHistograms } from './gradients.ts';
import { INK_HEIGHT, INK_WIDTH, measureInk } from './ink.ts';
import { pageStatistics } from './statistics.ts';

const INK_GRID = { columns: 18, rows: 24 } as const;
const TEXT_GRID = { columns: 9, rows: 12 } as const;
/** Saturation needs no detail, pixels. */
const COLOUR_WIDTH = 48;
const COLOUR_HEIGHT = 64;

/** Describes what an upright page looks like. */
export async function appearanceOf(page: Raster, text: TextMap): Promise<PageAppearance> {
  const [grey, colours] = await Promise.all([
    stretch(page, INK_WIDTH, INK_HEIGHT, 'grey'),
    stretch(page, COLOUR_WIDTH, COLOUR_HEIGHT),
  ]);
  const ink = measureInk(grey);
  return {
    ink: cellMeans(ink.amount, ink.width, ink.height, INK_GRID).map(round),
    gradients: gradientHistograms(ink).map(round),
    statistics: pageStatistics(ink, grey, colours).map(round),
    textMap: cellMeans(text.probability, text.width, text.height, TEXT_GRID).map(round),
  };
}
