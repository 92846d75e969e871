import { type Layout, normalizeText, type Span } from '../../../pages/index.ts';
import { FeatureSum, type SparseRows, stackRows } from './sparse.ts';
import { textShape } from './text-shape.ts';

/** Size of the hashed span features. Feature 0 is kept for the zero-shot score of the base model. */
export const SPAN_FEATURES = 1 << 16;
/** Against the zero-shot score, whose weight starts at 1. Measured. */
const FEATURE_WEIGHT = 0.35;
/** Characters of a neighbour whose pairs are used. */
const NEIGHBOUR_REACH = 12;

/** What a span's neighbours of the same kind say about it: 'the second long number from the bottom'. */
interface SpanContext {
  readonly kind: string;
  readonly kindRank: Rank;
  /** Last four characters of the text to the left, or ''. */
  readonly label: string;
  readonly labelRank: Rank;
}

/** Rows of the same sort above and below. */
interface Rank {
  readonly fromTop: number;
  readonly fromBottom: number;
}

/** One row of features per candidate span, in the layout's order; without feature 0. */
export function spanFeatures(layout: Layout): SparseRows {
  const sum = new FeatureSum(SPAN_FEATURES, 1);
  const contexts = spanContexts(layout.spans);
  const confidences = boxConfidences(layout);
  const neighbours = new NeighbourTexts();
  const rows = layout.spans.map((span, i) => {
    const context = contexts[i];
    addPlace(sum, span, context?.kind ?? '');
    addText(sum, span);
    addNeighbours(sum, span, neighbours);
    if (context !== undefined) addContext(sum, context);
    sum.add(`confidence:${Math.floor((confidences.get(boxKey(span)) ?? 1) * 8)}`, 1);
    const { indexes, values } = sum.take();
    return { indexes, values: values.map((value) => value * FEATURE_WEIGHT) };
  });
  return stackRows(rows);
}

/** How surely the line was read in which a span starts, by `boxKey`. */
export function boxConfidences(layout: Layout): ReadonlyMap<string, number> {
  return new Map(layout.rows.flat().map((box) => [boxKey(box), box.confidence]));
}

export function boxKey(place: { readonly row: number; readonly x: number }): string {
  return `${place.row}:${place.x}`;
}

function addPlace(sum: FeatureSum, span: Span, kind: string): void {
  const column = Math.floor(span.x * 8);
  const band = Math.floor(span.y * 10);
  sum.add(`x:${Math.floor(span.x * 12)}`, 1);
  sum.add(`y:${Math.floor(span.y * 16)}`, 1);
  sum.add(`xy:${column},${band}`, 1);
  sum.add(`kind-y:${kind}${band}`, 1);
  sum.add(`kind-x:${kind}${column}`, 1);
  sum.add(`w:${Math.floor(span.w * 10)}`, 1);
  sum.add(`h:${Math.floor(span.h * 3)}`, 1);
  sum.add(`part:${span.kind}`, 1);
  sum.add(`kind:${kind}`, 1);
}

function addText(sum: FeatureSum, span: Span): void {
  const text = span.normalized;
  sum.add(`length:${Math.min(24, text.length)}`, 1);
  sum.add(`shape:${textShape(span.text)}`, 1);
  for (let n = 1; n <= 4; n++) sum.add(`end:${text.slice(-n)}`, 1);
  for (let n = 1; n <= 2; n++) sum.add(`start:${text.slice(0, n)}`, 1);
  const weight = 1 / Math.sqrt(Math.max(1, text.length));
  for (let k = 0; k + 2 <= text.length; k++) sum.add(`pair:${text.slice(k, k + 2)}`, weight);
}

/** A text is the neighbour of many spans: each is normalised once. */
class NeighbourTexts {
  readonly #known = new Map<string, { readonly normalized: string; readonly shape: string }>();

  of(text: string): { readonly normalized: string; readonly shape: string } {
    const known = this.#known.get(text) ?? { normalized: normalizeText(text), shape: textShape(text) };
    this.#known.set(text, known);
    return known;
  }
}

function addNeighbours(sum: FeatureSum, span: Span, texts: NeighbourTexts): void {
  const left = texts.of(span.left);
  for (let n = 1; n <= Math.min(6, left.normalized.length); n++) sum.add(`left:${left.normalized.slice(-n)}`, 0.7);
  if (left.normalized === '') sum.add('left-most', 1);
  sum.add(`left-shape:${left.shape.slice(-4)}`, 1);
  addVertical(sum, 'above', texts.of(span.above));
  addVertical(sum, 'below', texts.of(span.below));
  sum.add(`row:${texts.of(span.rowText).normalized.slice(0, 2)}`, 0.6);
}

function addVertical(
  sum: FeatureSum,
  side: string,
  { normalized, shape }: { readonly normalized: string; readonly shape: string },
): void {
  sum.add(`${side}-shape:${shape}`, 1);
  for (let n = 2; n <= 4; n++) sum.add(`${side}-start:${normalized.slice(0, n)}`, 0.5);
  for (let k = 0; k + 2 <= normalized.length && k < NEIGHBOUR_REACH; k++) {
    sum.add(`${side}-pair:${normalized.slice(k, k + 2)}`, 0.3);
  }
}

function addContext(sum: FeatureSum, { kind, kindRank, label, labelRank }: SpanContext): void {
  sum.add(`kind-top:${kind}${Math.min(6, kindRank.fromTop)}`, 1);
  sum.add(`kind-bottom:${kind}${Math.min(6, kindRank.fromBottom)}`, 1);
  if (label === '') return;
  sum.add(`label-top:${label}${Math.min(4, labelRank.fromTop)}`, 1);
  sum.add(`label-bottom:${label}${Math.min(4, labelRank.fromBottom)}`, 1);
  sum.add(`label-rank:${Math.min(3, labelRank.fromTop)}/${Math.min(3, labelRank.fromBottom)}`, 1);
}

function spanContexts(spans: readonly Span[]): SpanContext[] {
  const kinds = spans.map(textKind);
  const labels = spans.map((span) => normalizeText(span.left).slice(-4));
  const kindRanks = ranksWithin(spans, kinds);
  const labelRanks = ranksWithin(spans, labels);
  const none = { fromTop: 0, fromBottom: 0 };
  return spans.map((_, i) => ({
    kind: kinds[i] ?? '',
    kindRank: kindRanks[i] ?? none,
    label: labels[i] ?? '',
    labelRank: labelRanks[i] ?? none,
  }));
}

/** Chinese, digits, Latin or other, and the length in powers of two. */
function textKind({ folded }: Span): string {
  const chinese = (folded.match(/[\u3400-\u9fff]/g) ?? []).length / folded.length;
  const digits = (folded.match(/\d/g) ?? []).length / folded.length;
  const size = Math.min(5, Math.floor(Math.log2(folded.length + 1)));
  if (chinese > 0.6) return `C${size}`;
  if (digits > 0.6) return `D${size}`;
  return `${/[a-z]/i.test(folded) ? 'A' : 'P'}${size}`;
}

/** Place of each span's row among the rows that hold a span of the same sort. */
function ranksWithin(spans: readonly Span[], sorts: readonly string[]): Rank[] {
  const rowsBySort = new Map<string, Set<number>>();
  spans.forEach((span, i) => {
    const sort = sorts[i] ?? '';
    const rows = rowsBySort.get(sort) ?? new Set();
    rowsBySort.set(sort, rows.add(span.row));
  });
  const orderBySort = new Map<string, Map<number, number>>();
  for (const [sort, rows] of rowsBySort) {
    orderBySort.set(sort, new Map([...rows].sort((a, b) => a - b).map((row, order) => [row, order])));
  }
  return spans.map((span, i) => {
    const order = orderBySort.get(sorts[i] ?? '');
    const fromTop = order?.get(span.row) ?? 0;
    return { fromTop, fromBottom: (order?.size ?? 1) - 1 - fromTop };
  });
}
