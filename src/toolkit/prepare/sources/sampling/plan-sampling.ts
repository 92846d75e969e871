import type { TablePiece } from '../table/table.ts';
import { type CoverItem, coverQuotas } from './cover.ts';
import { rowRank } from './row-rank.ts';

/**
 * `balanced`: the same number of each label, from as few bytes as possible. Rows are drawn by hash, but only from the pieces that
 * are read: neighbours in the file come together more often than chance, and pieces with small images are preferred.
 * `uniform`: the same number of each label, every row of a label with the same chance, whatever it costs to read.
 */
export type SamplingMethod = 'balanced' | 'uniform';

export interface SamplingOptions {
  /** Rows of each label, at least 1. */
  readonly perLabel: number;
  readonly seed: number;
  readonly method: SamplingMethod;
}

/** What sampling needs to know of one table. */
export interface SamplingTable {
  /** Number of each row's label; -1 without a label: never drawn. */
  readonly labels: Int32Array;
  /** Every row once, in order. */
  readonly pieces: readonly TablePiece[];
}

export interface SamplingPlan {
  /** Rows to read by table, ascending. */
  readonly rows: readonly (readonly number[])[];
  /** Pieces that hold them. */
  readonly pieces: number;
  /** Bytes of those pieces. */
  readonly bytes: number;
  /** Rows there are of the labels that have fewer than wanted, by label. */
  readonly short: ReadonlyMap<number, number>;
}

/** Draws rows. Pure: equal input gives equal output, also in other processes. */
export function planSampling(tables: readonly SamplingTable[], options: SamplingOptions): SamplingPlan {
  const totals = countLabels(tables);
  const wanted = new Map([...totals].map(([label, count]) => [label, Math.min(count, options.perLabel)]));
  const touched = options.method === 'balanced' ? cheapPieces(tables, wanted, options.seed) : undefined;
  const rows = drawRows(tables, wanted, options.seed, touched);
  const read = tables.flatMap((table, index) => piecesWith(table.pieces, rows[index] ?? []));
  return {
    rows,
    pieces: read.length,
    bytes: read.reduce((sum, piece) => sum + piece.bytes, 0),
    short: new Map([...totals].filter(([, count]) => count < options.perLabel)),
  };
}

/** Pieces that hold at least one of the ascending `rows`. */
function piecesWith(pieces: readonly TablePiece[], rows: readonly number[]): TablePiece[] {
  let next = 0;
  return pieces.filter(({ start, rows: length }) => {
    const before = next;
    while (next < rows.length && (rows[next] ?? 0) < start + length) next += 1;
    return next > before;
  });
}

function countLabels(tables: readonly SamplingTable[]): Map<number, number> {
  const totals = new Map<number, number>();
  for (const { labels } of tables) countRange(labels, 0, labels.length, totals);
  return totals;
}

function countRange(labels: Int32Array, start: number, end: number, counts: Map<number, number>): Map<number, number> {
  for (const label of labels.subarray(start, end)) {
    if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

interface PlacedPiece extends CoverItem {
  readonly table: number;
  readonly piece: TablePiece;
}

function cheapPieces(
  tables: readonly SamplingTable[],
  wanted: ReadonlyMap<number, number>,
  seed: number,
): readonly PlacedPiece[] {
  const items = tables.flatMap(({ labels, pieces }, table) =>
    pieces.map(
      (piece): PlacedPiece => ({
        table,
        piece,
        counts: countRange(labels, piece.start, piece.start + piece.rows, new Map()),
        cost: piece.bytes,
        rank: rowRank(seed, table, piece.start),
      }),
    ),
  );
  return coverQuotas(items, wanted).flatMap((index) => items[index] ?? []);
}

interface RankedRow {
  readonly table: number;
  readonly row: number;
  readonly rank: number;
}

/** The rows of lowest rank of each label, from the touched pieces alone when these are given. */
function drawRows(
  tables: readonly SamplingTable[],
  wanted: ReadonlyMap<number, number>,
  seed: number,
  touched: readonly PlacedPiece[] | undefined,
): number[][] {
  const ranges = touched?.map(({ table, piece }) => ({ table, start: piece.start, end: piece.start + piece.rows }));
  const candidates = new Map<number, RankedRow[]>();
  for (const { table, start, end } of ranges ??
    tables.map(({ labels }, table) => ({ table, start: 0, end: labels.length }))) {
    tables[table]?.labels.subarray(start, end).forEach((label, offset) => {
      if (label < 0) return;
      const row = start + offset;
      const known = candidates.get(label);
      const candidate = { table, row, rank: rowRank(seed, table, row) };
      if (known === undefined) candidates.set(label, [candidate]);
      else known.push(candidate);
    });
  }
  const rows = tables.map((): number[] => []);
  for (const [label, found] of candidates) {
    found.sort((a, b) => a.rank - b.rank || a.table - b.table || a.row - b.row);
    for (const { table, row } of found.slice(0, wanted.get(label))) rows[table]?.push(row);
  }
  for (const drawn of rows) drawn.sort((a, b) => a - b);
  return rows;
}
