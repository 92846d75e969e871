import type { Raster } from '../image/raster.ts';
import type { TextLine } from '../page.ts';
import { round } from '../round.ts';
import { cropStrip } from './crop-strip.ts';
import { decodeCtc, type Reading } from './decode-ctc.ts';
import { detectText, type TextMap } from './detect-text.ts';
import type { Rectangle } from './min-area-rectangle.ts';
import { type OcrSessions, ocrSessions } from './ocr-sessions.ts';
import { planStrips, STRIP_HEIGHT, type Strip } from './reading-budget.ts';
import { textBoxes } from './text-boxes.ts';

/** Columns of text read on one page. Half the VAT invoice photos need more than 17,600, nine in a hundred more than 20,000. */
const READING_BUDGET = 24_000;

/** The words of a page and where the detector saw text. */
export interface PageText {
  /** Top to bottom, then left to right. Boxes in which no character was recognised are left out. */
  readonly lines: readonly TextLine[];
  readonly map: TextMap;
}

/**
 * Finds and reads the text of an upright page.
 * @throws {OcrUnavailableError} when the native runtime or the weights cannot be loaded
 */
export async function readText(page: Raster): Promise<PageText> {
  const sessions = await ocrSessions();
  const map = await detectText(page, sessions.detector);
  const boxes = textBoxes(map)
    .map((box) => scaleBox(box, page.width / map.width, page.height / map.height))
    .sort((a, b) => a.cy - b.cy || a.cx - b.cx);
  const lines: TextLine[] = [];
  for (const strip of planStrips(boxes, READING_BUDGET)) {
    const box = boxes[strip.box];
    // One strip a run: a line's reading then does not depend on its neighbours' widths.
    const reading = await recognise(page, strip, sessions);
    if (box !== undefined && reading.text.trim() !== '') lines.push(lineOf(reading, box, page));
  }
  return { lines, map };
}

async function recognise(page: Raster, strip: Strip, sessions: OcrSessions): Promise<Reading> {
  const steps = await sessions.recogniser(cropStrip(page, strip), STRIP_HEIGHT, strip.columns);
  return decodeCtc(steps, sessions.alphabet);
}

/** From cells of the text map to pixels of the page. */
function scaleBox(box: Rectangle, sx: number, sy: number): Rectangle {
  return { ...box, cx: box.cx * sx, cy: box.cy * sy, w: box.w * sx, h: box.h * sy };
}

function lineOf(reading: Reading, box: Rectangle, page: Raster): TextLine {
  return {
    text: reading.text,
    confidence: round(reading.confidence),
    x: round((box.cx - box.w / 2) / page.width),
    y: round((box.cy - box.h / 2) / page.height),
    w: round(box.w / page.width),
    h: round(box.h / page.height),
    angle: round(Math.atan2(box.uy, box.ux)),
  };
}
