import type { CurvePoint } from '../../toolkit/index.ts';

export interface PlotOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  /** Lines of the picture without its axes. Default 8. */
  readonly lines?: number;
}

/** Braille characters hold two dots by four, numbered in this order from their upper left. Unicode block U+2800. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const FIRST_BRAILLE = 0x2800;
const VALIDATION_MARK = '●';
const NARROWEST = 12;
const WIDEST = 76;

/** The loss over the steps as text: a line of dots, validation as bullets, highest and lowest value beside it. Empty without two points. */
export function plotLoss(
  curve: { readonly training: readonly CurvePoint[]; readonly validation: readonly CurvePoint[] },
  { columns, lines = 8 }: PlotOptions,
): string {
  const training = curve.training.filter(({ loss }) => Number.isFinite(loss));
  const validation = curve.validation.filter(({ loss }) => Number.isFinite(loss));
  const [first, last] = [training[0], training.at(-1)];
  if (!first || !last || training.length < 2) return '';
  const all = [...training, ...validation];
  const range = {
    low: all.reduce((least, { loss }) => Math.min(least, loss), Number.POSITIVE_INFINITY),
    high: all.reduce((most, { loss }) => Math.max(most, loss), Number.NEGATIVE_INFINITY),
  };
  const labels = [range.high.toFixed(3), range.low.toFixed(3)];
  const gutter = Math.max(...labels.map(({ length }) => length));
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns - gutter - 2));
  const span = { from: first.step, to: Math.max(last.step, first.step + 1) };
  const picture = draw(training, validation, { width, lines, range, span });
  const body = picture.map((line, index) => {
    const label = index === 0 ? labels[0] : index === lines - 1 ? labels[1] : '';
    return `${(label ?? '').padStart(gutter)} │${line}`;
  });
  const [start, end] = [`step ${first.step}`, String(last.step)];
  const axis = `${' '.repeat(gutter)} └${'─'.repeat(width)}`;
  const names = `${' '.repeat(gutter + 2)}${start}${' '.repeat(Math.max(1, width - start.length - end.length))}${end}`;
  return [...body, axis, names].join('\n');
}

interface Frame {
  readonly width: number;
  readonly lines: number;
  readonly range: { readonly low: number; readonly high: number };
  readonly span: { readonly from: number; readonly to: number };
}

function draw(training: readonly CurvePoint[], validation: readonly CurvePoint[], frame: Frame): string[] {
  const { width, lines, range, span } = frame;
  const cells = Array.from({ length: lines }, () => new Uint8Array(width));
  const dotColumn = (step: number) => Math.round(((step - span.from) / (span.to - span.from)) * (width * 2 - 1));
  const share = (loss: number) => (range.high === range.low ? 0.5 : (range.high - loss) / (range.high - range.low));
  const dotRow = (loss: number) => Math.round(share(loss) * (lines * 4 - 1));
  let previous: { readonly x: number; readonly y: number } | undefined;
  for (const { step, loss } of training) {
    const at = { x: dotColumn(step), y: dotRow(loss) };
    for (const dot of lineBetween(previous ?? at, at)) {
      const row = cells[dot.y >> 2];
      const bit = DOTS[dot.y & 3]?.[dot.x & 1] ?? 0;
      if (row) row[dot.x >> 1] = (row[dot.x >> 1] ?? 0) | bit;
    }
    previous = at;
  }
  const text = cells.map((row) =>
    [...row].map((bits) => (bits === 0 ? ' ' : String.fromCodePoint(FIRST_BRAILLE + bits))),
  );
  for (const { step, loss } of validation) {
    const row = text[dotRow(loss) >> 2];
    const column = Math.min(width - 1, Math.max(0, dotColumn(step) >> 1));
    if (row) row[column] = VALIDATION_MARK;
  }
  return text.map((row) => row.join('').trimEnd());
}

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** As many dots as the longer side has. */
function lineBetween(from: Dot, to: Dot): Dot[] {
  const count = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
  return Array.from({ length: count + 1 }, (_, index) => ({
    x: Math.round(from.x + ((to.x - from.x) * index) / count),
    y: Math.round(from.y + ((to.y - from.y) * index) / count),
  }));
}
