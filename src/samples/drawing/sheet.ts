import type { Canvas, Colour } from './canvas.ts';
import { type Coverage, coverageOf, type Polygon } from './coverage.ts';
import { type LocalMatrix, localMatrix, type Projection } from './projection.ts';
import { type Face, glyphOf, textWidth } from './typefaces.ts';

export interface TextStyle {
  readonly face: Face;
  /** Em size in sheet units. */
  readonly size: number;
  /** Default black. */
  readonly ink?: Colour;
  /** Which part of the text stands at x. Default left. */
  readonly align?: 'left' | 'centre' | 'right';
  /** Clockwise turn about (x, y) in degrees. Default 0. */
  readonly turn?: number;
  /** Extra space after each character in sheet units. Default 0. */
  readonly tracking?: number;
  /** 0 to 1. Default 1. */
  readonly opacity?: number;
}

export interface StrokeStyle {
  /** Line width in sheet units. Default 1. */
  readonly weight?: number;
  readonly ink?: Colour;
  readonly opacity?: number;
}

const BLACK: Colour = [17];
/** Glyphs are placed to a quarter of a pixel sideways, whole pixels downwards when upright: few shapes to compute. */
const SUBPIXELS = 4;

/** A page in its own units, drawn straight onto the canvas through a projection. */
export class Sheet {
  readonly width: number;
  readonly height: number;
  readonly canvas: Canvas;
  private readonly projection: Projection;
  private readonly glyphShapes = new Map<string, Coverage | undefined>();

  constructor(width: number, height: number, canvas: Canvas, projection: Projection) {
    this.width = width;
    this.height = height;
    this.canvas = canvas;
    this.projection = projection;
  }

  /** Draws one line with its baseline at y. @returns its width. */
  text(text: string, x: number, y: number, style: TextStyle): number {
    const tracking = style.tracking ?? 0;
    const width = textWidth(style.face, style.size, text) + tracking * text.length;
    const shift = style.align === 'centre' ? -width / 2 : style.align === 'right' ? -width : 0;
    const turn = ((style.turn ?? 0) * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    let pen = shift;
    let matrix = localMatrix(this.projection, x + pen * cos, y + pen * sin, style.turn);
    for (const character of text) {
      const at: readonly [number, number] = [x + pen * cos, y + pen * sin];
      if (!this.projection.affine) matrix = localMatrix(this.projection, at[0], at[1], style.turn);
      this.glyph(character, at, matrix, style);
      pen += (glyphOf(style.face, character).advance * style.size) / 1000 + tracking;
    }
    return width;
  }

  private glyph(character: string, at: readonly [number, number], matrix: LocalMatrix, style: TextStyle): void {
    if (character === ' ') return;
    const [px, py] = this.projection.point(at[0], at[1]);
    const wholeX = Math.floor(px);
    const wholeY = Math.round(py);
    if (!this.projection.affine) {
      const shape = glyphShape(style.face, character, style.size, matrix, px - wholeX, py - wholeY);
      if (shape) this.canvas.paint(shape, this.inkOf(style), style.opacity, wholeX, wholeY);
      return;
    }
    const step = Math.floor((px - wholeX) * SUBPIXELS);
    const key = `${style.face} ${style.size} ${style.turn ?? 0} ${step}${character}`;
    let shape = this.glyphShapes.get(key);
    if (!shape && !this.glyphShapes.has(key)) {
      shape = glyphShape(style.face, character, style.size, matrix, (step + 0.5) / SUBPIXELS, 0);
      this.glyphShapes.set(key, shape);
    }
    if (shape) this.canvas.paint(shape, this.inkOf(style), style.opacity, wholeX, wholeY);
  }

  private inkOf(style: { readonly ink?: Colour }): Colour {
    const ink = style.ink ?? BLACK;
    return this.canvas.channels === 3 && ink.length === 1 ? [ink[0], ink[0], ink[0]] : ink;
  }

  /** Breaks text at blanks so that each line is at most `width` wide; a longer word stands alone. */
  wrap(text: string, face: Face, size: number, width: number): string[] {
    const lines: string[] = [];
    const blank = textWidth(face, size, ' ');
    let line = '';
    let used = 0;
    for (const word of text.split(' ')) {
      const wide = textWidth(face, size, word);
      if (line !== '' && used + blank + wide > width) {
        lines.push(line);
        [line, used] = [word, wide];
      } else {
        used += line === '' ? wide : blank + wide;
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    if (line !== '') lines.push(line);
    return lines;
  }

  /** A closed polygon filled with ink. Points in sheet units. */
  fill(points: readonly (readonly [number, number])[], style: { ink?: Colour; opacity?: number } = {}): void {
    this.paintPolygons([this.project(points)], style);
  }

  /** A line through the points. */
  stroke(points: readonly (readonly [number, number])[], style: StrokeStyle = {}): void {
    const [a, b] = [points[0], points[1]];
    if (!a || !b) return;
    const matrix = localMatrix(this.projection, a[0], a[1]);
    const weight = (style.weight ?? 1) * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
    this.paintPolygons(strokePolygons(this.project(points), Math.max(0.5, weight)), style);
  }

  line(x1: number, y1: number, x2: number, y2: number, style: StrokeStyle = {}): void {
    const pieces = this.projection.affine ? 1 : 8;
    const at = (t: number): [number, number] => [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t];
    this.stroke(
      Array.from({ length: pieces + 1 }, (_, i) => at(i / pieces)),
      style,
    );
  }

  box(x: number, y: number, width: number, height: number, style: StrokeStyle = {}): void {
    this.line(x, y, x + width, y, style);
    this.line(x, y + height, x + width, y + height, style);
    this.line(x, y, x, y + height, style);
    this.line(x + width, y, x + width, y + height, style);
  }

  block(x: number, y: number, width: number, height: number, ink: Colour, opacity = 1): void {
    const corners = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ] as const;
    this.fill(corners, { ink, opacity });
  }

  disc(x: number, y: number, radiusX: number, radiusY: number, style: { ink?: Colour; opacity?: number } = {}): void {
    this.fill(ellipse(x, y, radiusX, radiusY), style);
  }

  ring(x: number, y: number, radiusX: number, radiusY: number, style: StrokeStyle = {}): void {
    const points = ellipse(x, y, radiusX, radiusY);
    this.stroke([...points, ...points.slice(0, 1)], style);
  }

  private project(points: readonly (readonly [number, number])[]): Polygon {
    const out = new Float32Array(points.length * 2);
    points.forEach(([x, y], i) => {
      out.set(this.projection.point(x, y), i * 2);
    });
    return out;
  }

  private paintPolygons(polygons: readonly Polygon[], style: { ink?: Colour; opacity?: number }): void {
    const shape = coverageOf(polygons);
    if (shape) this.canvas.paint(shape, this.inkOf(style), style.opacity);
  }
}

function glyphShape(face: Face, character: string, size: number, m: LocalMatrix, dx: number, dy: number) {
  const scale = size / 1000;
  const [a, b, c, d] = [m.a * scale, m.b * scale, m.c * scale, m.d * scale];
  const polygons = glyphOf(face, character).contours.map((contour) => {
    const out = new Float32Array(contour.length);
    for (let i = 0; i < contour.length; i += 2) {
      const u = contour[i] ?? 0;
      const v = contour[i + 1] ?? 0;
      out[i] = a * u + c * v + dx;
      out[i + 1] = b * u + d * v + dy;
    }
    return out;
  });
  return coverageOf(polygons);
}

/** One quadrilateral per segment, all wound the same way so that overlaps do not cancel; ends lengthened to join. */
function strokePolygons(points: Float32Array, weight: number): Polygon[] {
  const half = weight / 2;
  const polygons: Polygon[] = [];
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x0, y0, x1, y1] = [points[i] ?? 0, points[i + 1] ?? 0, points[i + 2] ?? 0, points[i + 3] ?? 0];
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length === 0) continue;
    const [ux, uy] = [((x1 - x0) / length) * half, ((y1 - y0) / length) * half];
    const [sx, sy] = [x0 - ux * 0.5, y0 - uy * 0.5];
    const [ex, ey] = [x1 + ux * 0.5, y1 + uy * 0.5];
    polygons.push(new Float32Array([sx - uy, sy + ux, sx + uy, sy - ux, ex + uy, ey - ux, ex - uy, ey + ux]));
  }
  return polygons;
}

function ellipse(x: number, y: number, radiusX: number, radiusY: number): [number, number][] {
  const steps = Math.max(16, Math.min(72, Math.round(Math.max(radiusX, radiusY))));
  return Array.from({ length: steps }, (_, i) => {
    const angle = (i * 2 * Math.PI) / steps;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}
