import type { TextMap } from './detect-text.ts';
import { minAreaRectangle, type Point, type Rectangle } from './min-area-rectangle.ts';

/** Cells at least this likely belong to text (PP-OCR's `det_db_thresh`). */
const CELL_THRESHOLD = 0.3;
/** A region is kept when its cells are this likely on average (measured on the photos; PP-OCR uses 0.6 over the box). */
const REGION_THRESHOLD = 0.55;
/** Smaller regions cannot hold a legible character. */
const MIN_CELLS = 12;
const MIN_SIDE = 3;
/** The detector learns shrunken regions: each is grown by area × ratio ÷ perimeter (PP-OCR uses 1.5). */
const UNCLIP_RATIO = 1.6;

/**
 * Turns the detector's probability map into text boxes (the post-processing of "differentiable binarization"):
 * connected regions, the smallest rectangle around each, grown back to the full height of the text.
 * Coordinates are in cells of the map, a cell's centre being at .5. Unordered.
 */
export function textBoxes(map: TextMap): Rectangle[] {
  const seen = new Uint8Array(map.width * map.height);
  const boxes: Rectangle[] = [];
  map.probability.forEach((probability, cell) => {
    if (probability < CELL_THRESHOLD || seen[cell] === 1) return;
    const box = regionBox(traceRegion(map, cell, seen));
    if (box !== undefined) boxes.push(box);
  });
  return boxes;
}

interface Region {
  readonly cells: number;
  readonly meanProbability: number;
  /** Leftmost and rightmost cell of each row. */
  readonly outline: readonly Point[];
}

/** Flood fill over eight neighbours from one cell. */
function traceRegion(map: TextMap, start: number, seen: Uint8Array): Region {
  const { width, probability } = map;
  const extents = new Map<number, [left: number, right: number]>();
  const open = [start];
  seen[start] = 1;
  let cells = 0;
  let sum = 0;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    cells++;
    sum += probability[cell] ?? 0;
    widen(extents, cell % width, Math.floor(cell / width));
    for (const next of neighbours(map, cell)) {
      if (seen[next] === 1 || (probability[next] ?? 0) < CELL_THRESHOLD) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  const outline = [...extents].flatMap(([y, [left, right]]): Point[] => [
    [left, y],
    [right, y],
  ]);
  return { cells, meanProbability: sum / cells, outline };
}

function widen(extents: Map<number, [left: number, right: number]>, x: number, y: number): void {
  const extent = extents.get(y);
  if (extent === undefined) extents.set(y, [x, x]);
  else if (x < extent[0]) extent[0] = x;
  else if (x > extent[1]) extent[1] = x;
}

function neighbours({ width, height }: TextMap, cell: number): number[] {
  const x = cell % width;
  const y = Math.floor(cell / width);
  const found: number[] = [];
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) found.push(ny * width + nx);
  }
  return found;
}

function regionBox(region: Region): Rectangle | undefined {
  if (region.cells < MIN_CELLS || region.meanProbability < REGION_THRESHOLD) return undefined;
  const { cx, cy, w, h, ux, uy } = minAreaRectangle(region.outline);
  // The outline runs through cell centres: half a cell is missing on every side.
  const width = w + 1;
  const height = h + 1;
  if (Math.min(width, height) < MIN_SIDE) return undefined;
  const growth = (width * height * UNCLIP_RATIO) / (width + height);
  return { cx: cx + 0.5, cy: cy + 0.5, w: width + growth, h: height + growth, ux, uy };
}
