import type { Confusion, ConfusionMatrix, Outcome } from '../../model/scores.ts';

/** Columns after the classes: answers without a class never land in one. */
const BESIDES = ['unreadable', 'missing'] as const;

/** Most confusions that are listed. */
const MOST = 10;

/** Row and column of each outcome whose truth is one of the classes. */
export function cellsOf(
  outcomes: readonly Outcome[],
  classes: readonly string[],
): (readonly [row: number, column: number] | undefined)[] {
  const column = new Map([...classes, ...BESIDES].map((name, index) => [name, index]));
  const row = new Map(classes.map((name, index) => [name, index]));
  return outcomes.map(({ truth, predicted, status }) => {
    const r = row.get(truth);
    const c = status === 'missing' ? classes.length + 1 : (column.get(predicted ?? 'unreadable') ?? classes.length);
    return r === undefined ? undefined : [r, status === 'unreadable' ? classes.length : c];
  });
}

/** Counts outcomes by truth and prediction; unreadable and missing answers have columns of their own. */
export function confusionMatrix(outcomes: readonly Outcome[], classes: readonly string[]): ConfusionMatrix {
  const counts = emptyCounts(classes.length);
  for (const cell of cellsOf(outcomes, classes)) addTo(counts, cell, 1);
  return { classes, counts };
}

export const emptyCounts = (classes: number): number[][] =>
  Array.from({ length: classes }, () => new Array<number>(classes + BESIDES.length).fill(0));

export function addTo(
  counts: readonly number[][],
  cell: readonly [row: number, column: number] | undefined,
  count: number,
): void {
  if (cell === undefined) return;
  const [row, column] = cell;
  const cells = counts[row];
  if (cells) cells[column] = (cells[column] ?? 0) + count;
}

/** The fullest cells beside the diagonal, fullest first. */
export function topConfusions({ classes, counts }: ConfusionMatrix): Confusion[] {
  const columns = [...classes, ...BESIDES];
  return counts
    .flatMap((cells, row) => {
      const of = cells.reduce((sum, count) => sum + count, 0);
      return cells.flatMap((count, column) =>
        count === 0 || column === row
          ? []
          : [{ truth: classes[row] ?? '', predicted: columns[column] ?? '', count, of }],
      );
    })
    .sort((a, b) => b.count - a.count || b.count / b.of - a.count / a.of)
    .slice(0, MOST);
}
