import type { ClassScores, ConfusionMatrix, Outcome } from '../../model/scores.ts';

/** Counts outcomes by truth and prediction; unreadable and missing answers have columns of their own and never land in a class. */
export function confusionMatrix(outcomes: readonly Outcome[], classes: readonly string[]): ConfusionMatrix {
  const column = new Map([...classes, 'unreadable', 'missing'].map((name, index) => [name, index]));
  const row = new Map(classes.map((name, index) => [name, index]));
  const counts = classes.map(() => Array.from(column, () => 0));
  for (const { truth, predicted, status } of outcomes) {
    const r = row.get(truth);
    const c = column.get(status === 'unreadable' || status === 'missing' ? status : (predicted ?? 'unreadable'));
    const cells = r === undefined ? undefined : counts[r];
    if (cells && c !== undefined) cells[c] = (cells[c] ?? 0) + 1;
  }
  return { classes, counts };
}

/** Precision, recall and F1 of each class, from its confusion matrix. */
export function classScores({ classes, counts }: ConfusionMatrix): ClassScores[] {
  return classes.map((name, index) => {
    const hits = counts[index]?.[index] ?? 0;
    const support = (counts[index] ?? []).reduce((sum, count) => sum + count, 0);
    const predicted = counts.reduce((sum, row) => sum + (row[index] ?? 0), 0);
    const precision = predicted === 0 ? undefined : hits / predicted;
    const recall = support === 0 ? undefined : hits / support;
    const f1 = support + predicted === 0 ? undefined : (2 * hits) / (support + predicted);
    return {
      name,
      support,
      ...(precision !== undefined && { precision }),
      ...(recall !== undefined && { recall }),
      ...(f1 !== undefined && { f1 }),
    };
  });
}

/** Mean F1 over the classes that occur among truths or predictions. */
export function macroF1(scores: readonly ClassScores[]): number {
  const known = scores.flatMap(({ f1 }) => (f1 === undefined ? [] : [f1]));
  return known.length === 0 ? 0 : known.reduce((sum, f1) => sum + f1, 0) / known.length;
}
