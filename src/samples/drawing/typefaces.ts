import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import faces from './faces.json' with { type: 'json' };

export type Face = keyof typeof faces;

export interface Glyph {
  /** Pen advance in 1/1000 em. */
  readonly advance: number;
  /** Closed polygons of absolute points x0, y0, x1, y1, ... in 1/1000 em, y downwards, baseline at 0. */
  readonly contours: readonly Float32Array[];
}

/** As written by `scripts/build-typefaces.mjs`. */
interface FaceFile {
  readonly face: string;
  readonly glyphs: Readonly<Record<string, readonly [number, ...(readonly number[])[]]>>;
}

/** The same place from `src/samples/drawing` and from `dist/samples/drawing`. */
const FOLDER = new URL('../../../build/typefaces/', import.meta.url);

const files = new Map<Face, FaceFile>();
const decoded = new Map<Face, Map<string, Glyph>>();

export const FACES: readonly Face[] = Object.keys(faces) as Face[];

/**
 * The outline of one character; files are read and glyphs decoded on first use and kept.
 * @throws when the face was not built, or does not have the character.
 */
export function glyphOf(face: Face, character: string): Glyph {
  let glyphs = decoded.get(face);
  if (!glyphs) {
    glyphs = new Map();
    decoded.set(face, glyphs);
  }
  let glyph = glyphs.get(character);
  if (!glyph) {
    glyph = decodeGlyph(face, character);
    glyphs.set(character, glyph);
  }
  return glyph;
}

/** Width of one line of text at `size`, in the unit of `size`. */
export function textWidth(face: Face, size: number, text: string): number {
  let advance = 0;
  for (const character of text) advance += glyphOf(face, character).advance;
  return (advance * size) / 1000;
}

function decodeGlyph(face: Face, character: string): Glyph {
  const stored = faceFile(face).glyphs[character];
  if (!stored) {
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    throw new Error(
      `Typeface "${face}" has no outline for "${character}" (U+${code}). ` +
        'Use characters of the vocabulary files only, or run `node scripts/build-typefaces.mjs` after changing them.',
    );
  }
  const [advance, ...contours] = stored;
  return { advance, contours: contours.map(absolutePoints) };
}

function absolutePoints(deltas: readonly number[]): Float32Array {
  const points = new Float32Array(deltas);
  for (let i = 2; i < points.length; i++) points[i] = (points[i] ?? 0) + (points[i - 2] ?? 0);
  return points;
}

function faceFile(face: Face): FaceFile {
  let file = files.get(face);
  if (!file) {
    const path = fileURLToPath(new URL(`${face}.json`, FOLDER));
    try {
      file = JSON.parse(readFileSync(path, 'utf8')) as FaceFile;
    } catch (cause) {
      throw new Error(
        `Cannot read the outlines of typeface "${face}" from ${path}: run \`node scripts/build-typefaces.mjs\`.`,
        { cause },
      );
    }
    files.set(face, file);
  }
  return file;
}
