import { InputError } from '../../errors.ts';
import type { ComparedModel, ModelComparison, Scores } from '../../model/scores.ts';
import { holm } from '../statistics/holm.ts';
import { isRight } from './changes.ts';
import { conclude, measure } from './compare.ts';
import type { Measured } from './verdict.ts';

/** Scores of one model, under the name it is shown by. */
export interface NamedScores {
  readonly name: string;
  readonly scores: Scores;
}

/**
 * Two or more models on the same documents, each against the first. With more than one comparison the p-values carry Holm's correction.
 * Only documents that every model was asked about count, so that all pairs speak of the same ones.
 * @throws {InputError} `models-too-few`, `model-repeated`, `tasks-differ`, `nothing-to-compare`, `truths-differ`
 */
export function compareModels(models: readonly NamedScores[]): ModelComparison {
  const [base, ...others] = models;
  if (base === undefined || others.length === 0)
    throw new InputError('models-too-few', `Expected the scores of two or more models, got ${models.length}.`);
  requireComparable(models);
  const common = documentsOfAll(models);
  const narrowed = narrow(base.scores, common);
  const measured = others.map(({ scores }) => measureAmong(base.scores, narrowed, scores, common));
  const corrected = measured.length < 2 ? [] : holm(measured.map(({ pValue }) => pValue));
  const pairs = measured.map((one, index) => {
    const adjustedPValue = corrected[index];
    const { name = '' } = others[index] ?? {};
    return { name, ...conclude({ ...one, ...(adjustedPValue !== undefined && { adjustedPValue }) }) };
  });
  return {
    comparison_type: 'model_comparison',
    models: Object.fromEntries(models.map(({ name, scores }) => [name, comparedModel(scores, common)])),
    baseline: base.name,
    pairs,
  };
}

/** One pair over the documents of all, with what each side has besides. */
function measureAmong(base: Scores, narrowed: Scores, tuned: Scores, common: ReadonlySet<string>): Measured {
  const { unpaired: _, ...measured } = measure(narrowed, narrow(tuned, common));
  const unpaired = { base: base.outcomes.length - common.size, tuned: tuned.outcomes.length - common.size };
  return { ...measured, ...(unpaired.base + unpaired.tuned > 0 && { unpaired }) };
}

function requireComparable(models: readonly NamedScores[]): void {
  const names = new Set<string>();
  for (const { name, scores } of models) {
    if (names.has(name))
      throw new InputError('model-repeated', `Expected a name of its own for each model, got ${name} twice.`, {
        remedy: 'Give the files different names.',
      });
    names.add(name);
    const [first] = models;
    if (first && scores.task !== first.scores.task)
      throw new InputError(
        'tasks-differ',
        `Expected scores of one task, but ${first.name} was scored for ${first.scores.task} and ${name} for ${scores.task}.`,
      );
  }
}

function documentsOfAll(models: readonly NamedScores[]): ReadonlySet<string> {
  const [first, ...others] = models.map(({ scores }) => new Set(scores.outcomes.map(({ document }) => document)));
  return new Set([...(first ?? [])].filter((document) => others.every((documents) => documents.has(document))));
}

const narrow = (scores: Scores, common: ReadonlySet<string>): Scores => ({
  ...scores,
  outcomes: scores.outcomes.filter(({ document }) => common.has(document)),
});

function comparedModel({ modelId, outcomes, latencyMs, tokens }: Scores, common: ReadonlySet<string>): ComparedModel {
  const correct = outcomes.filter((outcome) => common.has(outcome.document) && isRight(outcome)).length;
  const seconds = latencyMs?.mean ?? latencyMs?.median;
  return {
    model_id: modelId,
    metrics: {
      accuracy: common.size === 0 ? 0 : correct / common.size,
      correct_predictions: correct,
      total_images: common.size,
      ...(seconds !== undefined && { average_inference_time_seconds: seconds / 1000 }),
      total_tokens_used: tokens.input + tokens.output,
    },
  };
}
