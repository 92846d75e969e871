import { latencyOf } from '../../lib/latency.ts';
import { proportion } from '../../lib/wilson.ts';
import type { Prediction } from '../../model/artifacts.ts';

/** A document, what was answered, and what that means. */
export interface JudgedPrediction {
  /** Path of the image as the user knows it. */
  readonly image: string;
  /** Absent: not asked. */
  readonly prediction?: Prediction;
  /** Value read from the answer; absent when there is none. */
  readonly value?: string;
  /** Absent: nobody knows. */
  readonly truth?: string;
  /** Whether value and truth are the same; present exactly when `truth` is. */
  readonly correct?: boolean;
}

/**
 * Results of one model in the keys of the reference guide. What its script counted wrongly is counted as the words say: failed calls and
 * unreadable answers are no successes, and accuracy is of the documents with a truth. `confidence` is null: Bedrock gives none.
 * https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/blob/main/docs/nova-finetuning.md
 */
export function inferenceResults(modelId: string, judged: readonly JudgedPrediction[]) {
  return {
    model_id: modelId,
    model_name: modelName(modelId),
    results: judged.map(toResult),
    metrics: metricsOf(judged),
  };
}

/** Two models on the same documents, in the keys of the reference guide. */
export function inferenceComparison(models: readonly ReturnType<typeof inferenceResults>[]) {
  const byName = new Map<string, Omit<ReturnType<typeof inferenceResults>, 'model_name'>>();
  for (const { model_name: name, ...rest } of models)
    byName.set(byName.has(name) ? `${name} (${rest.model_id})` : name, rest);
  return { comparison_type: 'model_comparison', models: Object.fromEntries(byName) };
}

/** Custom models answer only at endpoints of their own. */
const modelName = (modelId: string): string =>
  /:(custom-model-deployment|provisioned-model|custom-model|imported-model)\//.test(modelId)
    ? 'Fine-tuned Model'
    : 'Base Model';

function toResult({ image, prediction, value, truth, correct }: JudgedPrediction) {
  const { answer, error, latencyMs, inputTokens, outputTokens, stopReason, route } = prediction ?? {};
  return {
    image_path: image,
    status: statusOf({ prediction, value }),
    prediction: value ?? null,
    ...(truth !== undefined && { ground_truth: truth, correct: correct === true }),
    confidence: null,
    ...(latencyMs !== undefined && { inference_time_seconds: latencyMs / 1000 }),
    ...(inputTokens !== undefined &&
      outputTokens !== undefined && {
        input_tokens: inputTokens,
        output_tokens: outputTokens,
        total_tokens: inputTokens + outputTokens,
      }),
    ...(answer !== undefined && { raw_answer: answer, stop_reason: stopReason }),
    ...(error && { error: error.message, error_code: error.code }),
    ...(route && { route, answered_by: prediction?.modelId }),
  };
}

/** `unreadable` is ours: there is an answer, and no value in it. `not_asked`: there is no prediction. */
function statusOf({ prediction, value }: { prediction: Prediction | undefined; value: string | undefined }): string {
  if (prediction === undefined) return 'not_asked';
  if (prediction.error) return 'error';
  return value === undefined ? 'unreadable' : 'success';
}

function metricsOf(judged: readonly JudgedPrediction[]) {
  const count = (status: string) =>
    judged.filter((one) => statusOf({ prediction: one.prediction, value: one.value }) === status).length;
  const successful = count('success');
  const withTruth = judged.filter(({ truth }) => truth !== undefined);
  const answered = judged.flatMap(({ prediction }) => (prediction?.answer === undefined ? [] : [prediction]));
  const latency = latencyOf(answered.flatMap(({ latencyMs }) => latencyMs ?? []));
  const tokens = answered.reduce((sum, { inputTokens = 0, outputTokens = 0 }) => sum + inputTokens + outputTokens, 0);
  const correct = withTruth.filter((one) => one.correct === true).length;
  const accuracy = proportion(correct, withTruth.length);
  const notAsked = count('not_asked');
  return {
    total_images: judged.length,
    successful_inferences: successful,
    success_rate: judged.length === 0 ? 0 : successful / judged.length,
    unreadable_answers: count('unreadable'),
    failed_inferences: count('error'),
    ...(notAsked > 0 && { images_not_asked: notAsked }),
    ...(withTruth.length > 0 && {
      images_with_ground_truth: withTruth.length,
      correct_predictions: correct,
      accuracy: accuracy.value,
      accuracy_interval_95: [accuracy.low, accuracy.high],
    }),
    ...(latency && {
      average_inference_time_seconds: (latency.mean ?? 0) / 1000,
      inference_time_percentiles_seconds: {
        p50: latency.median / 1000,
        p90: (latency.p90 ?? 0) / 1000,
        p95: latency.p95 / 1000,
        p99: (latency.p99 ?? 0) / 1000,
      },
    }),
    total_tokens_used: tokens,
    average_tokens_per_image: answered.length === 0 ? 0 : tokens / answered.length,
  };
}
