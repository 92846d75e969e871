// Extracts the glyph outlines that sample pages need from the typeface packages (development dependencies)
// into build/typefaces/<face>.json, so that the published package needs neither the fonts nor a font parser.
//
// A face file is { "face": string, "glyphs": { "<character>": [advance, contour, contour, ...] } }, in units of
// 1/1000 em with y downwards; a contour is a closed polygon [x0, y0, dx1, dy1, dx2, dy2, ...].
// Deterministic; does nothing when the stamp of all inputs is unchanged.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import opentype from 'opentype.js';

const EM = 1000;
/** Largest distance, in 1/1000 em, between a curve and the polygon kept for it: 0.15 px at a size of 80 px. */
const TOLERANCE = 1.8;
const LATIN = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} [root] project root @returns {{ faces: number, built: boolean, folder: string }} */
export function buildTypefaces(root = projectRoot) {
  const folder = join(root, 'build/typefaces');
  const tableText = readFileSync(join(root, 'src/samples/drawing/faces.json'), 'utf8');
  const table = JSON.parse(tableText);
  const characters = { latin: LATIN, chinese: chineseCharacters(root) };
  const stamp = stampOf(root, tableText, table, characters);
  const stampFile = join(folder, 'stamp.txt');
  if (readIfPresent(stampFile) === stamp) return { faces: Object.keys(table).length, built: false, folder };

  mkdirSync(folder, { recursive: true });
  rmSync(stampFile, { force: true });
  for (const [face, entry] of Object.entries(table)) {
    const font = opentype.loadSync(join(root, 'node_modules', entry.package, entry.file));
    const glyphs = extractGlyphs(face, font, characters[entry.script]);
    write(join(folder, `${face}.json`), JSON.stringify({ face, glyphs }));
  }
  write(join(folder, 'LICENSES.md'), licences(root, table));
  write(stampFile, stamp);
  return { faces: Object.keys(table).length, built: true, folder };
}

/** Every character of the invoice vocabulary, in code-point order, with ASCII. */
function chineseCharacters(root) {
  const folder = join(root, 'src/samples/vocabulary');
  const found = new Set(LATIN);
  for (const file of readdirSync(folder).filter((name) => name.startsWith('invoice') && name.endsWith('.json'))) {
    collect(JSON.parse(readFileSync(join(folder, file), 'utf8')), found);
  }
  return [...found].sort((a, b) => a.codePointAt(0) - b.codePointAt(0));
}

function collect(value, found) {
  if (typeof value === 'string') for (const character of value) found.add(character);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (value && typeof value === 'object') for (const item of Object.values(value)) collect(item, found);
}

function stampOf(root, tableText, table, characters) {
  const hash = createHash('sha256');
  hash
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(tableText)
    .update(characters.chinese.join(''));
  for (const name of packagesOf(table)) {
    hash.update(readFileSync(join(root, 'node_modules', name, 'package.json')));
  }
  return hash.digest('hex');
}

function extractGlyphs(face, font, characters) {
  const scale = EM / font.unitsPerEm;
  const glyphs = {};
  for (const character of characters) {
    const glyph = font.charToGlyph(character);
    if (glyph.index === 0) {
      throw new Error(`Typeface ${face} has no glyph for "${character}" (U+${character.codePointAt(0).toString(16)}).`);
    }
    const contours = flatten(glyph.getPath(0, 0, font.unitsPerEm).commands, scale);
    glyphs[character] = [Math.round(glyph.advanceWidth * scale), ...contours.map(encode)];
  }
  return glyphs;
}

/** Curves become polygons within TOLERANCE. */
function flatten(commands, scale) {
  const contours = [];
  let current = [];
  const close = () => {
    const kept = simplify(current);
    if (kept.length > 2) contours.push(kept);
    current = [];
  };
  for (const command of commands) {
    if (command.type === 'M' || command.type === 'Z') close();
    if (command.type === 'Z') continue;
    const end = [command.x * scale, command.y * scale];
    const from = current.at(-1);
    if (command.type === 'Q' || command.type === 'C') addCurve(current, from, command, end, scale);
    else current.push(end);
  }
  close();
  return contours;
}

function addCurve(points, from, command, end, scale) {
  const first = [command.x1 * scale, command.y1 * scale];
  const second = command.type === 'C' ? [command.x2 * scale, command.y2 * scale] : undefined;
  const steps = 12;
  for (let step = 1; step <= steps; step++) {
    const t = step / steps;
    const u = 1 - t;
    points.push(
      [0, 1].map((axis) =>
        second
          ? u ** 3 * from[axis] + 3 * u * u * t * first[axis] + 3 * u * t * t * second[axis] + t ** 3 * end[axis]
          : u * u * from[axis] + 2 * u * t * first[axis] + t * t * end[axis],
      ),
    );
  }
}

/** Ramer-Douglas-Peucker on a closed polygon, cut at its two far points. */
function simplify(points) {
  if (points.length < 4) return points;
  const far = points.reduce((best, p, i) => (distance(p, points[0]) > distance(points[best], points[0]) ? i : best), 0);
  const closed = [...points, points[0]];
  const kept = [...thin(closed.slice(0, far + 1)), ...thin(closed.slice(far)).slice(1)];
  kept.pop();
  return kept;
}

function thin(points) {
  if (points.length < 3) return points;
  const [a, b] = [points[0], points.at(-1)];
  let worst = 0;
  let at = 0;
  for (let i = 1; i < points.length - 1; i++) {
    const off = distanceToSegment(points[i], a, b);
    if (off > worst) [worst, at] = [off, i];
  }
  if (worst <= TOLERANCE) return [a, b];
  return [...thin(points.slice(0, at + 1)), ...thin(points.slice(at)).slice(1)];
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function distanceToSegment(p, a, b) {
  const length = distance(a, b);
  if (length === 0) return distance(p, a);
  const along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / (length * length);
  const t = Math.min(1, Math.max(0, along));
  return distance(p, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
}

function encode(points) {
  const out = [];
  let [x, y] = [0, 0];
  for (const point of points) {
    const [nextX, nextY] = point.map(Math.round);
    out.push(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
  }
  return out;
}

function licences(root, table) {
  const parts = ['# Licences of the typefaces whose outlines are in this folder\n'];
  for (const name of packagesOf(table)) {
    const { version, license } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    const faces = Object.keys(table).filter((face) => table[face].package === name);
    const text = readFileSync(join(root, 'node_modules', name, 'LICENSE_FONT'), 'utf8').trim();
    parts.push(`## ${faces.join(', ')}\n\nFrom ${name} ${version} (${license}).\n\n\`\`\`text\n${text}\n\`\`\`\n`);
  }
  return parts.join('\n');
}

const packagesOf = (table) => [...new Set(Object.values(table).map((entry) => entry.package))].sort();

function readIfPresent(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all: two builds at once, or a killed one, leave no half file. */
function write(file, text) {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { faces, built, folder } = buildTypefaces();
  process.stdout.write(built ? `typefaces: ${faces} faces written to ${folder}\n` : 'typefaces: up to date\n');
}
