import type { Page, TextLine } from '../../../pages/index.ts';
import { SeededRandom } from '../hashing.ts';

/** A line of a made page: where it stands and what it says. */
export interface MadeLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly w?: number;
  readonly confidence?: number;
}

const LINE_HEIGHT = 0.015;
/** Of a wide character; letters take half. Fractions of the page width. */
const CHARACTER_WIDTH = 0.018;

/** A page with the given lines; its look follows from them, so that no picture is needed. */
export function makePage(lines: readonly MadeLine[], version = 'test-1'): Page {
  const textLines = lines.map(({ text, x, y, w, confidence = 0.95 }): TextLine => {
    const wide = (text.match(/[\u3000-\uffef]/g) ?? []).length;
    const width = w ?? Math.min(0.95 - x, ((wide + text.length) / 2) * CHARACTER_WIDTH);
    return { text, confidence, x, y, w: width, h: LINE_HEIGHT, angle: 0 };
  });
  const inCell = (columns: number, rows: number): number[] => {
    const cells = new Array<number>(columns * rows).fill(0);
    for (const line of textLines) {
      const cell = Math.floor(line.y * rows) * columns + Math.floor(line.x * columns);
      cells[cell] = (cells[cell] ?? 0) + line.w;
    }
    return cells;
  };
  const appearance = {
    ink: inCell(18, 24),
    gradients: new Array<number>(288).fill(0),
    statistics: [0.05, 0.02, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.5, 0.1],
    textMap: inCell(9, 12),
  };
  return { version, width: 1000, height: 1400, lines: textLines, appearance };
}

/** Draws from lists, reproducibly. */
export class Picker {
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  number(least: number, most: number): number {
    return least + Math.floor(this.#random.next() * (most - least + 1));
  }

  one<T>(values: readonly T[]): T {
    const value = values[this.number(0, values.length - 1)];
    if (value === undefined) throw new RangeError('Expected a list with values.');
    return value;
  }
}
