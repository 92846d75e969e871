import { latencyOf } from '../lib/latency.ts';
import { proportion } from '../lib/wilson.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { Estimate, Outcome, ScoredCost, Scores } from '../model/scores.ts';
import type { Task } from '../model/task.ts';
import { classificationScores } from './classification-scores.ts';
import { extractionScores } from './extraction-scores.ts';
import { fieldScores } from './field-scores.ts';
import { readOutcome } from './read-outcome.ts';
import { bootstrap, SHARE, weightedMean } from './statistics/bootstrap.ts';
import { groupCount, type Units, unitsOf } from './statistics/units.ts';

/** The truth about one document. */
export interface GroundTruth {
  readonly document: string;
  /** For extraction with JSON answers also a JSON object of several fields: each is then scored. */
  readonly label: string;
  readonly group?: string;
}

export interface EvaluateOptions {
  /** Price of so many tokens, USD; undefined when it is unknown. Default: unknown, and the scores have no cost. */
  readonly priceOf?: (tokens: Scores['tokens']) => number | undefined;
}

/**
 * Predictions and truths → scores. The denominator is every document with a truth: failed calls and unreadable answers are not correct,
 * and are counted apart. Predictions for unknown documents are ignored.
 * @throws {InputError} `truth-outside-classes`
 */
export function evaluate(
  truths: readonly GroundTruth[],
  predictions: readonly Prediction[],
  task: Task,
  modelId: string,
  options: EvaluateOptions = {},
): Scores {
  const byDocument = new Map(predictions.map((prediction) => [prediction.document, prediction]));
  const read = truths.map((truth) => readOutcome(truth, byDocument.get(truth.document), task));
  const outcomes = read.map(({ outcome }) => outcome);
  const units = unitsOf(outcomes);
  const groups = groupCount(units);
  const answered = predictions.filter(({ answer }) => answer !== undefined);
  const latencyMs = latencyOf(answered.flatMap((one) => one.latencyMs ?? []));
  const tokens = {
    input: answered.reduce((sum, { inputTokens = 0 }) => sum + inputTokens, 0),
    output: answered.reduce((sum, { outputTokens = 0 }) => sum + outputTokens, 0),
  };
  const cost = costOf(options.priceOf?.(tokens), answered.length);
  const fields = fieldScores(read);
  return {
    modelId,
    task: task.kind,
    documents: truths.length,
    accuracy: proportion(count(outcomes, 'correct'), truths.length),
    unreadable: count(outcomes, 'unreadable'),
    missing: count(outcomes, 'missing'),
    ...(groups !== undefined && { groups, groupedAccuracy: groupedAccuracy(outcomes, units) }),
    ...(task.kind === 'classification'
      ? classificationScores(
          outcomes,
          task.classes.map(({ name }) => name),
          units,
        )
      : extractionScores(
          read.map(({ texts }) => [...texts.values()]),
          units,
        )),
    ...(fields && { fields }),
    ...(latencyMs && { latencyMs }),
    tokens,
    ...(cost && { cost }),
    outcomes,
  };
}

function groupedAccuracy(outcomes: readonly Outcome[], units: Units): Estimate {
  const right = outcomes.map(({ status }) => (status === 'correct' ? 1 : 0));
  return bootstrap(units, (weights) => ({ accuracy: weightedMean(right, weights) }), { accuracy: SHARE }).accuracy;
}

function costOf(usd: number | undefined, calls: number): ScoredCost | undefined {
  return usd === undefined || calls === 0 ? undefined : { usd, calls, usdPerDocument: usd / calls };
}

const count = (outcomes: readonly Outcome[], status: Outcome['status']): number =>
  outcomes.filter((outcome) => outcome.status === status).length;
