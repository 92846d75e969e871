import { z } from 'zod';
import { DataError } from '../../../errors.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { Table, TablePiece } from './table.ts';

/** Pieces whose chosen images are kept. Documents are asked for in the order of their rows, so two are enough. */
const KEPT_PIECES = 2;

/** Reads images of chosen rows of one table, piece by piece. A piece is read once as long as rows are asked for in order. */
export class PieceImages {
  readonly #table: Table;
  readonly #column: string;
  readonly #budget: ByteBudget;
  readonly #pieces: readonly ChosenPiece[];
  readonly #read = new Map<ChosenPiece, Promise<ReadonlyMap<number, unknown>>>();

  /** `rows` ascending; `pieces` as the table gives them. */
  constructor(
    table: Table,
    column: string,
    pieces: readonly TablePiece[],
    rows: readonly number[],
    budget: ByteBudget,
  ) {
    this.#table = table;
    this.#column = column;
    this.#budget = budget;
    this.#pieces = choosePieces(pieces, rows);
  }

  /** @throws DataError `image-absent`, `image-path-only`, `image-column-invalid` when this row has no image to use */
  async image(row: number): Promise<Uint8Array> {
    const piece = this.#find(row);
    let values = this.#read.get(piece);
    if (values === undefined) {
      values = this.#readPiece(piece);
      // A failed read is tried anew when it is asked for again.
      values.catch(() => this.#read.delete(piece));
      this.#read.set(piece, values);
      const [oldest] = this.#read.keys();
      if (this.#read.size > KEPT_PIECES && oldest !== undefined) this.#read.delete(oldest);
    }
    return imageBytes((await values).get(row), `row ${row} of ${this.#table.name}`);
  }

  #readPiece({ piece, rows }: ChosenPiece): Promise<ReadonlyMap<number, unknown>> {
    // Once as it is stored, once decoded.
    return this.#budget.run(2 * piece.bytes, async () => {
      const values = await this.#table.read(this.#column, piece.start, piece.start + piece.rows);
      return new Map(rows.map((row) => [row, detach(values[row - piece.start])]));
    });
  }

  #find(row: number): ChosenPiece {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.piece.start ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const found = this.#pieces[low];
    if (found === undefined) throw new RangeError(`Expected a chosen row of ${this.#table.name}, but got ${row}.`);
    return found;
  }
}

interface ChosenPiece {
  readonly piece: TablePiece;
  readonly rows: readonly number[];
}

function choosePieces(pieces: readonly TablePiece[], rows: readonly number[]): ChosenPiece[] {
  let next = 0;
  return pieces.flatMap((piece) => {
    const before = next;
    while (next < rows.length && (rows[next] ?? 0) < piece.start + piece.rows) next += 1;
    return next > before ? [{ piece, rows: rows.slice(before, next) }] : [];
  });
}

const IMAGE = z.looseObject({ bytes: z.instanceof(Uint8Array).nullish(), path: z.unknown() });

/** A copy of the bytes, so that the piece around them can be freed. */
function detach(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.slice();
  const image = IMAGE.safeParse(value);
  return image.success && image.data.bytes ? { ...image.data, bytes: image.data.bytes.slice() } : value;
}

function imageBytes(value: unknown, place: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value === null || value === undefined) {
    throw new DataError('image-absent', `Expected an image in ${place}, but the cell is empty.`);
  }
  const image = IMAGE.safeParse(value);
  if (!image.success) {
    throw new DataError('image-column-invalid', `Expected {bytes, path} in ${place}, but it holds something else.`);
  }
  if (image.data.bytes) return image.data.bytes;
  const { path } = image.data;
  if (path === null || path === undefined || path === '')
    throw new DataError('image-absent', `Expected an image in ${place}, but it has neither bytes nor a path.`);
  throw new DataError(
    'image-path-only',
    `Expected the bytes of an image in ${place}, but it only names the file ${JSON.stringify(textOf(path))}.`,
    { remedy: 'Embed the images in the data set: embed_external_files=True when it was written.' },
  );
}

/** Text columns without a text annotation come as bytes. */
export function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}
