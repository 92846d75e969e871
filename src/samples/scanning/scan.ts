import type { Canvas } from '../drawing/canvas.ts';
import type { Random } from '../random.ts';
import { noiseTile } from './noise.ts';
import { soften } from './soften.ts';

/** How a scanner or copier of one page behaves; plain data, so that it can be looked at and tested. */
export interface ScanSettings {
  /** 0 (sharp) to 1/3. */
  readonly blur: number;
  /** Deviation of the noise in grey levels. */
  readonly noise: number;
  /** Darkening towards one side at the far edge, in grey levels, across and down. */
  readonly shade: readonly [number, number];
  /** Grey of the darkest ink and of clean paper. */
  readonly black: number;
  readonly white: number;
  /** Threshold of a one-bit scan, undefined for grey. */
  readonly threshold: number | undefined;
  /** Number of specks of dust. */
  readonly specks: number;
  /** Height of a fold as a share of the page, undefined for none. */
  readonly fold: number | undefined;
  /** Widths in pixels of the dark borders: left, right, top. */
  readonly borders: readonly [number, number, number];
  readonly punchHoles: number;
  /** Quality of a JPEG on the way, undefined for none. */
  readonly jpegQuality: number | undefined;
}

/** Classes with pictures or board, which a one-bit scan would turn to black. */
const HALFTONE = new Set(['advertisement', 'news_article', 'file_folder']);

export function chooseScan(random: Random, className: string): ScanSettings {
  // Some pages went through many copiers.
  const worn = random.chance(0.08);
  const oneBit = random.chance(HALFTONE.has(className) ? 0.3 : 0.5);
  return {
    blur: random.chance(0.6) ? random.between(0.05, worn ? 0.3 : 0.2) : 0,
    noise: worn ? random.between(18, 34) : random.between(2, 14),
    shade: [random.between(-30, 30), random.between(-25, 25)],
    ...(oneBit ? oneBitTones(random, worn) : greyTones(random, worn)),
    specks: atTimes(random, 0.45, 10, worn ? 1500 : 250) ?? 0,
    fold: random.chance(0.12) ? random.between(0.25, 0.75) : undefined,
    borders: [atTimes(random, 0.18, 3, 26) ?? 0, atTimes(random, 0.18, 3, 26) ?? 0, atTimes(random, 0.15, 2, 14) ?? 0],
    punchHoles: atTimes(random, 0.2, 2, 3) ?? 0,
  };
}

function oneBitTones(random: Random, worn: boolean) {
  const threshold = random.integer(worn ? 110 : 165, 222);
  return { black: random.integer(0, 45), white: 258, threshold, jpegQuality: undefined };
}

/** Now and then faded ink, now and then grey paper. */
function greyTones(random: Random, worn: boolean) {
  return {
    black: random.chance(0.25) ? random.integer(60, worn ? 150 : 115) : random.integer(0, 45),
    white: random.chance(0.4) ? random.integer(205, 240) : 258,
    threshold: undefined,
    jpegQuality: atTimes(random, 0.35, 35, 75),
  };
}

function atTimes(random: Random, probability: number, low: number, high: number): number | undefined {
  return random.chance(probability) ? random.integer(low, high) : undefined;
}

/** Turns a drawn grey page into a scanned one, in place. */
export function scan(canvas: Canvas, settings: ScanSettings, random: Random): void {
  const { data, width, height } = canvas;
  soften(data, width, height, 1, settings.blur);
  punch(canvas, settings.punchHoles, random);
  addBorders(canvas, settings.borders, random);
  expose(canvas, settings, random);
  addSpecks(canvas, settings.specks, random);
  if (settings.threshold !== undefined) {
    for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) < settings.threshold ? 0 : 255;
  }
}

/** Contrast, uneven light, fold shadow and noise in one pass. */
function expose(canvas: Canvas, settings: ScanSettings, random: Random): void {
  const { data, width, height } = canvas;
  const { values, mask } = noiseTile();
  const gain = Math.round(((settings.white - settings.black) * 256) / 255);
  const base = Math.round(settings.black * 256);
  const noise = Math.round((settings.noise * 256) / 50);
  const across = Math.round((settings.shade[0] * 256) / width);
  const foldRow = settings.fold === undefined ? -1000 : settings.fold * height;
  for (let y = 0; y < height; y++) {
    const fold = Math.max(0, 1 - Math.abs(y - foldRow) / 9) * 55;
    let offset =
      base - Math.round((fold + Math.max(0, settings.shade[1] * (y / height - 0.5))) * 256) - across * (width >> 1);
    const start = random.integer(0, mask);
    const row = y * width;
    for (let x = 0; x < width; x++) {
      offset += across;
      const lit = ((data[row + x] ?? 0) * gain + offset + (values[(start + x) & mask] ?? 0) * noise) >> 8;
      data[row + x] = lit < 0 ? 0 : lit > 255 ? 255 : lit;
    }
  }
}

function punch(canvas: Canvas, count: number, random: Random): void {
  const x = random.integer(16, 34);
  for (let i = 0; i < count; i++) {
    const y = Math.round(canvas.height * (0.14 + (0.72 * i) / Math.max(1, count - 1)));
    fillRound(canvas, x, y, random.integer(7, 11), random.integer(0, 50));
  }
}

function fillRound(canvas: Canvas, cx: number, cy: number, radius: number, grey: number): void {
  for (let y = -radius; y <= radius; y++) {
    const half = Math.floor(Math.sqrt(radius * radius - y * y));
    const row = (cy + y) * canvas.width;
    if (cy + y >= 0 && cy + y < canvas.height) canvas.data.fill(grey, row + Math.max(0, cx - half), row + cx + half);
  }
}

/** Where the lid was open: dark, with a ragged inner edge. */
function addBorders(canvas: Canvas, [left, right, top]: ScanSettings['borders'], random: Random): void {
  const { data, width, height } = canvas;
  const grey = random.integer(0, 60);
  for (let y = 0; y < height; y++) {
    const ragged = random.integer(0, 2);
    if (left > 0) data.fill(grey, y * width, y * width + left + ragged);
    if (right > 0) data.fill(grey, (y + 1) * width - right - ragged, (y + 1) * width);
  }
  data.fill(grey, 0, top * width);
}

function addSpecks(canvas: Canvas, count: number, random: Random): void {
  const { data, width, height } = canvas;
  for (let i = 0; i < count; i++) {
    const at = random.integer(0, height - 2) * width + random.integer(0, width - 2);
    const grey = random.integer(0, 90);
    data[at] = grey;
    if (random.chance(0.5)) data[at + 1] = grey;
    if (random.chance(0.4)) data[at + width] = grey;
  }
}
