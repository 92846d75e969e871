/** What one class got, by counts. */
export interface ClassCounts {
  readonly hits: number;
  /** Documents whose truth is the class. */
  readonly support: number;
  /** Documents predicted as the class. */
  readonly predicted: number;
}

/** Counts of a confusion matrix: rows are truths, columns predictions and, after the classes, answers without a class. */
type Counts = readonly (readonly number[])[];

export function classCounts(counts: Counts): ClassCounts[] {
  const predicted = counts.map(() => 0);
  for (const cells of counts)
    for (const index of predicted.keys()) predicted[index] = (predicted[index] ?? 0) + (cells[index] ?? 0);
  return counts.map((cells, index) => ({
    hits: cells[index] ?? 0,
    support: cells.reduce((sum, count) => sum + count, 0),
    predicted: predicted[index] ?? 0,
  }));
}

/** NaN when the class occurs neither among truths nor among predictions. */
export const f1Of = ({ hits, support, predicted }: ClassCounts): number => (2 * hits) / (support + predicted);

/** All numbers over the classes together; NaN where there is nothing to count. */
interface ClassStatistics {
  readonly balancedAccuracy: number;
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  readonly weightedPrecision: number;
  readonly weightedRecall: number;
  readonly weightedF1: number;
  readonly kappa: number;
  readonly mcc: number;
}

/**
 * Averages as scikit-learn defines them, over the classes that occur among truths or predictions; a share of nothing counts as 0
 * (https://scikit-learn.org/stable/modules/model_evaluation.html#multiclass-and-multilabel-classification). Answers without a class count as
 * predictions that never agree.
 */
export function classStatistics(counts: Counts): ClassStatistics {
  const known = classCounts(counts).filter(({ support, predicted }) => support + predicted > 0);
  const withDocuments = known.filter(({ support }) => support > 0);
  const precision = ({ hits, predicted }: ClassCounts) => (predicted === 0 ? 0 : hits / predicted);
  const recall = ({ hits, support }: ClassCounts) => (support === 0 ? 0 : hits / support);
  const macro = (of: (one: ClassCounts) => number) => mean(known, of, () => 1);
  const weighted = (of: (one: ClassCounts) => number) => mean(known, of, ({ support }) => support);
  return {
    balancedAccuracy: mean(withDocuments, recall, () => 1),
    macroPrecision: macro(precision),
    macroRecall: macro(recall),
    macroF1: macro(f1Of),
    weightedPrecision: weighted(precision),
    weightedRecall: weighted(recall),
    weightedF1: weighted(f1Of),
    ...agreement(counts),
  };
}

/**
 * Cohen's kappa (1960, https://doi.org/10.1177/001316446002000104) and the Matthews correlation for several classes (Gorodkin 2004,
 * https://doi.org/10.1016/j.compbiolchem.2004.09.006). NaN when truth or prediction never varies.
 */
function agreement(counts: Counts): { readonly kappa: number; readonly mcc: number } {
  const truths = counts.map((cells) => cells.reduce((sum, count) => sum + count, 0));
  const width = counts[0]?.length ?? 0;
  const answers = Array.from({ length: width }, (_, column) =>
    counts.reduce((sum, row) => sum + (row[column] ?? 0), 0),
  );
  const total = truths.reduce((sum, count) => sum + count, 0);
  const hits = counts.reduce((sum, cells, index) => sum + (cells[index] ?? 0), 0);
  const chance = truths.reduce((sum, count, index) => sum + count * (answers[index] ?? 0), 0);
  const spread = (totals: readonly number[]) => total ** 2 - totals.reduce((sum, count) => sum + count ** 2, 0);
  const gain = hits * total - chance;
  return {
    kappa: total ** 2 === chance ? Number.NaN : gain / (total ** 2 - chance),
    mcc: gain / Math.sqrt(spread(truths) * spread(answers)),
  };
}

function mean(
  classes: readonly ClassCounts[],
  of: (one: ClassCounts) => number,
  weightOf: (one: ClassCounts) => number,
): number {
  const weights = classes.reduce((sum, one) => sum + weightOf(one), 0);
  return classes.reduce((sum, one) => sum + weightOf(one) * of(one), 0) / weights;
}
