import type { Canvas } from '../drawing/canvas.ts';
import type { Projection } from '../drawing/projection.ts';
import type { Random } from '../random.ts';
import { noiseTile } from './noise.ts';
import { soften } from './soften.ts';

type Point = readonly [number, number];

/** How a sheet lies before a phone: where its corners fall, how it bends, how it is lit. Plain data. */
export interface PhotoSettings {
  readonly width: number;
  readonly height: number;
  /** Pixels of the sheet's corners: upper left, upper right, lower right, lower left. */
  readonly corners: readonly [Point, Point, Point, Point];
  /** How far the middle of the sheet is pushed down, in pixels. */
  readonly bend: number;
  readonly desk: readonly [number, number, number];
  /** Brightness at the four corners of the photo, 1 is as printed. */
  readonly light: readonly [number, number, number, number];
  /** Gain of red and of blue. */
  readonly balance: readonly [number, number];
  /** Where folds cross the sheet, as shares of the photo's width. */
  readonly folds: readonly number[];
  readonly blur: number;
  readonly noise: number;
  readonly jpegQuality: number;
}

export function choosePhoto(random: Random, sheet: { readonly width: number; readonly height: number }): PhotoSettings {
  const width = 1600;
  const height = random.integer(940, 1040);
  const margin = random.between(8, 60);
  const tilt = random.between(-0.025, 0.025);
  const scale = (width - 2 * margin) / sheet.width;
  const half = (sheet.height * scale) / 2;
  const corner = (side: -1 | 1, end: -1 | 1): Point => {
    const [u, v] = [side * (width / 2 - margin), end * Math.min(half, height / 2 - 6)];
    return [
      width / 2 + u - tilt * v + random.between(-18, 18),
      height / 2 + v + tilt * u * 0.6 + random.between(-14, 14),
    ];
  };
  const base = random.between(0.68, 1.05);
  const light = () => base * random.between(0.82, 1.1);
  return {
    width,
    height,
    corners: [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)],
    bend: random.chance(0.5) ? random.between(-14, 14) : 0,
    desk: random.pick([
      [96, 92, 88],
      [150, 120, 90],
      [60, 62, 66],
      [190, 188, 184],
      [120, 130, 138],
    ]),
    light: [light(), light(), light(), light()],
    balance: [random.between(0.94, 1.06), random.between(0.92, 1.06)],
    folds: random.chance(0.35) ? [random.between(0.25, 0.75)] : [],
    blur: random.between(0.02, 0.26),
    noise: random.between(2, 7),
    jpegQuality: random.integer(58, 88),
  };
}

/** Straight edges stay straight but for the bend; near enough to perspective at these angles. */
export function photoProjection(settings: PhotoSettings, sheet: { width: number; height: number }): Projection {
  const [a, b, c, d] = settings.corners;
  return {
    affine: false,
    point: (x, y) => {
      const [u, v] = [x / sheet.width, y / sheet.height];
      const mix = (axis: 0 | 1) => (a[axis] * (1 - u) + b[axis] * u) * (1 - v) + (d[axis] * (1 - u) + c[axis] * u) * v;
      return [mix(0), mix(1) + settings.bend * 4 * u * (1 - u)];
    },
  };
}

/** Light, folds, colour balance, blur and noise over a drawn colour page, in place. */
export function photograph(canvas: Canvas, settings: PhotoSettings, random: Random): void {
  const { data, width, height } = canvas;
  soften(data, width, height, 3, settings.blur);
  const { values, mask } = noiseTile();
  const noise = Math.round((settings.noise * 256) / 50);
  const [upperLeft, upperRight, lowerLeft, lowerRight] = settings.light;
  const creases = creaseShade(settings, width);
  const none = new Float32Array(width);
  const [top, bottom] = [settings.corners[0][1], settings.corners[3][1]];
  const [red, blue] = settings.balance;
  for (let y = 0; y < height; y++) {
    const v = y / height;
    const left = upperLeft * (1 - v) + lowerLeft * v;
    const right = upperRight * (1 - v) + lowerRight * v;
    const start = random.integer(0, mask);
    const crease = y > top && y < bottom ? creases : none;
    for (let x = 0; x < width; x++) {
      const light = (left + ((right - left) * x) / width) * 256 + (crease[x] ?? 0);
      const at = (y * width + x) * 3;
      const grain = (values[(start + x) & mask] ?? 0) * noise;
      data[at] = clamp(((data[at] ?? 0) * light * red + grain) >> 8);
      data[at + 1] = clamp(((data[at + 1] ?? 0) * light + grain) >> 8);
      data[at + 2] = clamp(((data[at + 2] ?? 0) * light * blue + grain) >> 8);
    }
  }
}

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** A fold is dark on one side and light on the other. In 1/256 of brightness for each column. */
function creaseShade(settings: PhotoSettings, width: number): Float32Array {
  const shade = new Float32Array(width);
  for (const fold of settings.folds) {
    const middle = fold * width;
    for (let x = 0; x < width; x++) {
      const away = (x - middle) / 40;
      shade[x] = (shade[x] ?? 0) + (away < 0 ? -38 : 22) * Math.exp(-Math.abs(away));
    }
  }
  return shade;
}
