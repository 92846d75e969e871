import { Canvas } from './drawing/canvas.ts';
import { flatProjection } from './drawing/projection.ts';
import { Sheet } from './drawing/sheet.ts';
import { LAYOUTS } from './layouts/classes.ts';
import { Prose } from './prose.ts';
import { Random } from './random.ts';
import { checkChoice, type SampleChoice, type SampleDocument } from './sample-document.ts';
import { addDeskMarks } from './scanning/desk-marks.ts';
import { encodeScan } from './scanning/encode.ts';
import { chooseScan, scan } from './scanning/scan.ts';

/** Letter paper in 1/100 inch. */
const PAPER = { short: 850, long: 1100 };
/** Pixels of the longer side, as in RVL-CDIP. */
const LONG_SIDE = 1000;

/** The 16 classes of RVL-CDIP with a one-line description each, fit for a prompt. */
export const DOCUMENT_CLASSES: readonly { readonly name: string; readonly description: string }[] = Object.entries(
  LAYOUTS,
).map(([name, { description }]) => ({ name, description }));

/**
 * Draws one scanned page: a grey PNG, 1000 pixels on its longer side. The same class, seed and index give the same
 * bytes on every run.
 * @throws when the class is not one of `DOCUMENT_CLASSES`, or seed or index is not a whole number from 0 up.
 */
export async function drawDocument(className: string, choice: SampleChoice): Promise<SampleDocument> {
  checkChoice(choice);
  const layout = Object.hasOwn(LAYOUTS, className) ? LAYOUTS[className] : undefined;
  if (!layout) {
    const known = Object.keys(LAYOUTS).join(', ');
    throw new Error(`Unknown document class "${className}": expected one of ${known}.`);
  }
  const random = new Random([className, choice.seed, choice.index]);
  const landscape = random.chance(layout.landscape);
  const paper = landscape ? { width: PAPER.long, height: PAPER.short } : { width: PAPER.short, height: PAPER.long };
  const scale = LONG_SIDE / PAPER.long;
  const canvas = new Canvas(Math.round(paper.width * scale), Math.round(paper.height * scale), [255]);
  const skew = random.chance(0.75) ? random.between(-1.5, 1.5) : 0;
  const sheet = new Sheet(paper.width, paper.height, canvas, flatProjection(paper, canvas, skew));
  const page = { sheet, random, prose: new Prose(random) };
  layout.draw(page);
  addDeskMarks(page, className);

  const settings = chooseScan(random, className);
  scan(canvas, settings, random);
  // Wide pages were often fed upright.
  const quarterTurns = landscape && random.chance(0.35) ? random.pick([1, 3]) : 0;
  const bytes = await encodeScan(canvas, { jpegQuality: settings.jpegQuality, quarterTurns });
  const name = `${className}-${String(choice.index).padStart(4, '0')}.png`;
  return { name, bytes, truth: { class: className } };
}
