import type { Prediction } from '../model/artifacts.ts';
import type { Outcome, Scores } from '../model/scores.ts';

/**
 * Scores with the keys of the reference guide's results file. Where its script counts wrongly, the keys keep their name and get a right denominator:
 * unreadable answers are no successes, `accuracy` is over documents with a truth, times over answered calls. `confidence` is null: the guide's constant
 * 1.0 is none. The same keys as `infer` writes, and the scores of classes and fields besides.
 */
export interface GuideResults {
  readonly model_id: string;
  readonly model_name: string;
  readonly results: readonly GuideResult[];
  readonly metrics: Readonly<Record<string, unknown>>;
}

export interface GuideResult {
  readonly image_path: string;
  /** `unreadable`: an answer without a value. `not_asked`: no prediction. */
  readonly status: 'success' | 'unreadable' | 'error' | 'not_asked';
  readonly prediction: string | null;
  readonly ground_truth: string;
  readonly correct: boolean;
  readonly confidence: null;
  readonly inference_time_seconds?: number;
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly total_tokens?: number;
  readonly raw_answer?: string;
  readonly error?: string;
}

export function guideResults(scores: Scores, predictions: readonly Prediction[], modelName: string): GuideResults {
  const byDocument = new Map(predictions.map((prediction) => [prediction.document, prediction]));
  const { documents, accuracy, missing, unreadable, latencyMs, tokens } = scores;
  const answered = documents - missing;
  const successful = answered - unreadable;
  const used = tokens.input + tokens.output;
  return {
    model_id: scores.modelId,
    model_name: modelName,
    results: scores.outcomes.map((outcome) => guideResult(outcome, byDocument.get(outcome.document))),
    metrics: {
      total_images: documents,
      successful_inferences: successful,
      success_rate: documents === 0 ? 0 : successful / documents,
      unreadable_answers: unreadable,
      failed_inferences: missing,
      images_with_ground_truth: documents,
      correct_predictions: accuracy.successes,
      accuracy: accuracy.value,
      accuracy_interval_95: [accuracy.low, accuracy.high],
      ...(latencyMs && { average_inference_time_seconds: (latencyMs.mean ?? latencyMs.median) / 1000 }),
      total_tokens_used: used,
      average_tokens_per_image: answered === 0 ? 0 : used / answered,
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

function statusOf({ status }: Outcome, prediction: Prediction | undefined): GuideResult['status'] {
  if (prediction === undefined) return 'not_asked';
  return status === 'missing' ? 'error' : status === 'unreadable' ? 'unreadable' : 'success';
}

function guideResult(outcome: Outcome, prediction: Prediction | undefined): GuideResult {
  const { inputTokens, outputTokens, latencyMs, error } = prediction ?? {};
  return {
    image_path: outcome.document,
    status: statusOf(outcome, prediction),
    prediction: outcome.predicted ?? null,
    ground_truth: outcome.truth,
    correct: outcome.status === 'correct',
    confidence: null,
    ...(latencyMs !== undefined && { inference_time_seconds: latencyMs / 1000 }),
    ...(inputTokens !== undefined && { input_tokens: inputTokens }),
    ...(outputTokens !== undefined && { output_tokens: outputTokens }),
    ...(inputTokens !== undefined && outputTokens !== undefined && { total_tokens: inputTokens + outputTokens }),
    ...(outcome.answer !== undefined && { raw_answer: outcome.answer }),
    ...(error && { error: `${error.code}: ${error.message}` }),
  };
}
