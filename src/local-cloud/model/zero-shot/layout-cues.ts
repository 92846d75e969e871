import type { Layout, Page } from '../../../pages/index.ts';

const UNSURE = 0.75;
/** Width of a line of running text, as a share of the text frame. */
const FULL_LINE = 0.6;

/** Points for classes from the look of a page alone, without its words. By canonical class name. */
export function layoutCues(page: Page, layout: Layout): Readonly<Record<string, number>> {
  const boxes = layout.rows.flat();
  const boxCount = Math.max(1, boxes.length);
  const characters = page.lines.reduce((sum, line) => sum + line.text.length, 0);
  const unsure = page.lines.filter((line) => line.confidence < UNSURE).length / Math.max(1, page.lines.length);
  const tallest = page.lines.reduce((height, line) => Math.max(height, line.h), 0);
  const fullLines = boxes.filter((box) => box.w > FULL_LINE).length / boxCount;
  const numbers = page.lines.filter((line) => /^[\s$()\d.,%¥-]+$/.test(line.text)).length / boxCount;
  const columns = layout.rows.filter((row) => row.length > 1).length / Math.max(1, layout.rows.length);
  const [, , solidBlack = 0, , across = 0, , down = 0] = page.appearance.statistics;
  return {
    file_folder: folderPoints(boxes.length),
    handwritten: Math.min(1, 2 * unsure - 1),
    advertisement: (solidBlack > 0.15 ? 2.5 : 0) + (tallest > 0.05 ? 1.2 : 0) + (boxes.length < 25 ? 0.5 : -1),
    budget: numbers * 4 + (down > 0.05 ? 0.4 : 0) - 0.6,
    form: (across + down) * 6 - 0.3,
    presentation: tallest > 0.028 && boxes.length < 28 && boxes.length > 3 ? 1.8 : -0.5,
    news_article: columns > 0.6 && characters > 2500 ? 1.6 : 0,
    scientific_publication: characters > 3200 ? 1.6 : -0.3,
    letter: fullLines * 0.8,
    email: boxes.length < 20 ? 0.4 : 0,
    invoice: numbers * 1.2,
    scientific_report: fullLines * 0.4,
  };
}

/** A folder's cover carries a stamp or a number and nothing else. */
function folderPoints(boxCount: number): number {
  if (boxCount < 4) return 3.5;
  return boxCount < 8 ? 1.5 : -2;
}
