import type { Prose } from '../prose.ts';
import type { Random } from '../random.ts';
import { boldOf } from './face-families.ts';
import type { Sheet, TextStyle } from './sheet.ts';
import { type Face, textWidth } from './typefaces.ts';

/** What a layout draws with. Sheets are 850 units wide and 1100 high (1/100 inch), or the other way round. */
export interface Page {
  readonly sheet: Sheet;
  readonly random: Random;
  readonly prose: Prose;
}

/** A typeface at a size: what a run of text is set in. */
export interface Type {
  readonly face: Face;
  readonly size: number;
}

export interface ParagraphStyle {
  /** Line distance in em. Default 1.3. */
  readonly leading?: number;
  /** Both edges straight. Default false. */
  readonly justified?: boolean;
  /** First-line indent in sheet units. Default 0. */
  readonly indent?: number;
  /** Lines whose baseline would be below this y are left out. Default: the sheet's height less 40. */
  readonly floor?: number;
  readonly ink?: TextStyle['ink'];
}

/** Sets text in lines of at most `width`, the first baseline at y. @returns the baseline after the last line. */
export function paragraph(
  page: Page,
  text: string,
  x: number,
  y: number,
  width: number,
  type: Type,
  style: ParagraphStyle = {},
): number {
  const { sheet } = page;
  const floor = style.floor ?? sheet.height - 40;
  const ink = style.ink ? { ink: style.ink } : {};
  const indent = style.indent ?? 0;
  // The indent is set as leading blanks, so that breaking lines needs to know nothing of it.
  const blanks = ' '.repeat(Math.round(indent / textWidth(type.face, type.size, ' ')));
  const lines = wrapIndented(sheet, text, blanks, type, width);
  let baseline = y;
  lines.forEach((line, i) => {
    if (baseline > floor) return;
    if (style.justified && i < lines.length - 1) justifiedLine(sheet, line, x, baseline, width, { ...type, ...ink });
    else sheet.text(line, x, baseline, { ...type, ...ink });
    baseline += (style.leading ?? 1.3) * type.size;
  });
  return baseline;
}

function wrapIndented(sheet: Sheet, text: string, blanks: string, type: Type, width: number): string[] {
  if (blanks === '') return sheet.wrap(text, type.face, type.size, width);
  const marked = `${'_'.repeat(blanks.length)}${text}`;
  const [first = '', ...rest] = sheet.wrap(marked, type.face, type.size, width);
  return [blanks + first.slice(blanks.length), ...rest];
}

function justifiedLine(sheet: Sheet, line: string, x: number, y: number, width: number, style: TextStyle): void {
  const lead = line.length - line.trimStart().length;
  const words = line.trimStart().split(' ');
  const start = textWidth(style.face, style.size, ' '.repeat(lead));
  const widths = words.map((word) => textWidth(style.face, style.size, word));
  const free = width - start - widths.reduce((sum, w) => sum + w, 0);
  const gap = words.length > 1 ? free / (words.length - 1) : 0;
  let pen = x + start;
  words.forEach((word, i) => {
    sheet.text(word, pen, y, style);
    pen += (widths[i] ?? 0) + gap;
  });
}

/** Several short lines under one another. @returns the baseline after the last. */
export function stack(page: Page, lines: readonly string[], x: number, y: number, style: TextStyle, leading = 1.3) {
  lines.forEach((line, i) => {
    page.sheet.text(line, x, y + i * style.size * leading, style);
  });
  return y + lines.length * style.size * leading;
}

export interface TableStyle {
  /** Row height in em. Default 1.7. */
  readonly leading?: number;
  readonly grid?: boolean;
  /** First row set bold. Default true. */
  readonly heading?: boolean;
  /** Face of the rows after the first. Default: the table's own. */
  readonly entries?: Face;
}

const FIGURES = /^[\s$()\d.,%-]+$/;

/** A table with its upper left corner at (x, y); figures stand right in their column. @returns the y below it. */
export function table(
  page: Page,
  x: number,
  y: number,
  widths: readonly number[],
  rows: readonly (readonly string[])[],
  type: Type,
  style: TableStyle = {},
): number {
  const { sheet } = page;
  const height = type.size * (style.leading ?? 1.7);
  const total = widths.reduce((sum, w) => sum + w, 0);
  rows.forEach((row, r) => {
    const face = r === 0 && style.heading !== false ? boldOf(type.face) : (style.entries ?? type.face);
    let left = x;
    row.forEach((cell, c) => {
      const width = widths[c] ?? 0;
      const baseline = y + r * height + height * 0.5 + type.size * 0.36;
      const text = cutToWidth(cell, face, type.size, width - 8);
      if (c > 0 && FIGURES.test(cell)) {
        sheet.text(text, left + width - 6, baseline, { face, size: type.size, align: 'right' });
      } else sheet.text(text, left + 4, baseline, { face, size: type.size });
      left += width;
    });
  });
  const bottom = y + rows.length * height;
  if (style.grid) grid(sheet, x, y, widths, rows.length, height);
  else if (style.heading !== false) sheet.line(x, y + height, x + total, y + height, { weight: 0.9 });
  return bottom;
}

function grid(sheet: Sheet, x: number, y: number, widths: readonly number[], rows: number, height: number): void {
  const total = widths.reduce((sum, w) => sum + w, 0);
  for (let r = 0; r <= rows; r++) sheet.line(x, y + r * height, x + total, y + r * height, { weight: 0.9 });
  let left = x;
  for (const width of [0, ...widths]) {
    left += width;
    sheet.line(left, y, left, y + rows * height, { weight: 0.9 });
  }
}

/** The text, cut at the end until it is at most `width` wide. */
export function cutToWidth(text: string, face: Face, size: number, width: number): string {
  let end = text.length;
  while (end > 1 && textWidth(face, size, text.slice(0, end)) > width) end--;
  return text.slice(0, end);
}
