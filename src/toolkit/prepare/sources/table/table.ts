import type { Features } from '../features/feature.ts';

/** Rows of a table that are read together. */
export interface TablePiece {
  /** First row, from 0 in the table. */
  readonly start: number;
  readonly rows: number;
  /** What reading one column of the piece costs, bytes. */
  readonly bytes: number;
}

/** One file of rows and columns: a Parquet file, an Arrow stream. Only its description is in memory. */
export interface Table {
  /** Shown in messages. */
  readonly name: string;
  readonly rows: number;
  /** Bytes of the whole file. */
  readonly bytes: number;
  readonly features: Features;
  /** The smallest pieces that a column can be read in, in the order of their rows, none left out. */
  pieces(column: string): Promise<readonly TablePiece[]>;
  /**
   * Values of a column in rows `start` to `end`, not including it: numbers, texts, `Uint8Array`s, objects for structs, null.
   * Memory: that part of the column, and as much again while it is decoded.
   */
  read(column: string, start: number, end: number): Promise<readonly unknown[]>;
}

/** A table that is not open yet. */
export interface TableFile {
  /** First part of the ids of its rows. */
  readonly split: string;
  open(signal: AbortSignal | undefined): Promise<Table>;
}
