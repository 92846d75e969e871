import { normalizeText, textSimilarity } from '../../pages/index.ts';
import { proportion } from '../lib/wilson.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { Outcome, Scores } from '../model/scores.ts';
import type { Task } from '../model/task.ts';
import { classScores, confusionMatrix, macroF1 } from './metrics/confusion-matrix.ts';
import { quantile } from './metrics/quantile.ts';
import { matchClass, readAnswer } from './read-answer.ts';

/** The truth about one document. */
export interface GroundTruth {
  readonly document: string;
  readonly label: string;
  readonly group?: string;
}

/**
 * Predictions and truths → scores. The denominator is every document with a truth: failed calls and unreadable answers are not correct,
 * and are counted apart. Predictions for unknown documents are ignored.
 */
export function evaluate(
  truths: readonly GroundTruth[],
  predictions: readonly Prediction[],
  task: Task,
  modelId: string,
): Scores {
  const byDocument = new Map(predictions.map((prediction) => [prediction.document, prediction]));
  const outcomes = truths.map((truth) => judge(truth, byDocument.get(truth.document), task));
  const answered = predictions.filter(({ answer }) => answer !== undefined);
  const latencies = answered.flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs]));
  const median = quantile(latencies, 0.5);
  const p95 = quantile(latencies, 0.95);
  return {
    modelId,
    task: task.kind,
    documents: truths.length,
    accuracy: proportion(count(outcomes, 'correct'), truths.length),
    unreadable: count(outcomes, 'unreadable'),
    missing: count(outcomes, 'missing'),
    ...(task.kind === 'classification'
      ? classification(
          outcomes,
          task.classes.map(({ name }) => name),
        )
      : extraction(outcomes)),
    ...(median !== undefined &&
      p95 !== undefined && { latencyMs: { median: Math.round(median), p95: Math.round(p95) } }),
    tokens: {
      input: answered.reduce((sum, { inputTokens = 0 }) => sum + inputTokens, 0),
      output: answered.reduce((sum, { outputTokens = 0 }) => sum + outputTokens, 0),
    },
    outcomes,
  };
}

function judge(truth: GroundTruth, prediction: Prediction | undefined, task: Task): Outcome {
  const about = {
    document: truth.document,
    truth: truth.label,
    ...(truth.group !== undefined && { group: truth.group }),
  };
  const similar = (value: number) => (task.kind === 'extraction' ? { similarity: value } : {});
  if (prediction?.answer === undefined) return { ...about, status: 'missing', ...similar(0) };
  const { answer } = prediction;
  const predicted = readAnswer(answer, task);
  if (predicted === undefined) return { ...about, status: 'unreadable', answer, ...similar(0) };
  const correct =
    task.kind === 'classification'
      ? predicted ===
        (matchClass(
          truth.label,
          task.classes.map(({ name }) => name),
        ) ?? truth.label)
      : normalizeText(predicted) === normalizeText(truth.label);
  return {
    ...about,
    predicted,
    answer,
    status: correct ? 'correct' : 'wrong',
    ...similar(textSimilarity(predicted, truth.label)),
  };
}

function classification(outcomes: readonly Outcome[], classes: readonly string[]): Partial<Scores> {
  const confusion = confusionMatrix(outcomes, classes);
  const perClass = classScores(confusion);
  return { confusion, classes: perClass, macroF1: macroF1(perClass) };
}

function extraction(outcomes: readonly Outcome[]): Partial<Scores> {
  const exact = outcomes.filter(({ predicted, truth }) => predicted === truth).length;
  const total = outcomes.reduce((sum, { similarity = 0 }) => sum + similarity, 0);
  return {
    exactMatch: proportion(exact, outcomes.length),
    meanSimilarity: outcomes.length === 0 ? 0 : total / outcomes.length,
  };
}

const count = (outcomes: readonly Outcome[], status: Outcome['status']): number =>
  outcomes.filter((outcome) => outcome.status === status).length;
