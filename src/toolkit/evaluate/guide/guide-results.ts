import type { Prediction } from '../../model/artifacts.ts';
import type { Scores } from '../../model/scores.ts';
import { inferenceResults } from './inference-results.ts';

/** What `infer` writes about one model, and the scores of classes and fields besides. */
export type GuideResults = ReturnType<typeof inferenceResults> & {
  readonly metrics: Readonly<Record<string, unknown>>;
};

/** Scores with the keys of the reference guide's results file. */
export function guideResults(scores: Scores, predictions: readonly Prediction[], modelName: string): GuideResults {
  const byDocument = new Map(predictions.map((prediction) => [prediction.document, prediction]));
  const judged = scores.outcomes.map(({ document, predicted, truth, status }) => {
    const prediction = byDocument.get(document);
    return {
      image: document,
      ...(prediction && { prediction }),
      ...(predicted !== undefined && { value: predicted }),
      truth,
      correct: status === 'correct',
    };
  });
  const results = inferenceResults(scores.modelId, judged);
  return {
    ...results,
    model_name: modelName,
    metrics: {
      ...results.metrics,
      ...(scores.cost && { total_cost_usd: scores.cost.usd }),
      ...details(scores),
    },
  };
}

/** What only one kind of task has. */
function details(scores: Scores): Readonly<Record<string, unknown>> {
  const { classes, macro, weighted, balancedAccuracy, confusion, exactMatch, cer, anls, similarity, fields } = scores;
  return {
    ...(classes && { per_class: Object.fromEntries(classes.map(({ name, ...rest }) => [name, rest])) }),
    ...(balancedAccuracy && { balanced_accuracy: balancedAccuracy.value }),
    ...(macro && { macro_f1: macro.f1.value }),
    ...(weighted && { weighted_f1: weighted.f1.value }),
    ...(confusion && {
      confusion_matrix: { labels: [...confusion.classes, 'unreadable', 'missing'], counts: confusion.counts },
    }),
    ...(exactMatch && { exact_match: exactMatch.value }),
    ...(cer && { character_error_rate: cer.value }),
    ...(anls && { anls: anls.value }),
    ...(similarity && { mean_similarity: similarity.value }),
    ...(fields && { per_field: Object.fromEntries(fields.map(({ name, ...rest }) => [name, rest])) }),
  };
}
