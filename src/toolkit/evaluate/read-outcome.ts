import { InputError } from '../errors.ts';
import { matchClass } from '../lib/match-class.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { FieldOutcome, Outcome } from '../model/scores.ts';
import type { Task } from '../model/task.ts';
import { findObjects } from './answers/find-objects.ts';
import { readAnswer } from './answers/read-answer.ts';
import { fieldsOf, readFields } from './answers/read-field.ts';
import { stripWrapping } from './answers/strip-wrapping.ts';
import type { GroundTruth } from './evaluate.ts';
import { normalizeValue } from './metrics/normalize-value.ts';
import { type TextDistance, textDistance } from './metrics/text-distance.ts';

/** An outcome with what the sums need beside it. */
export interface ReadOutcome {
  readonly outcome: Outcome;
  /** Extraction only: by field, of those in the truth. */
  readonly texts: ReadonlyMap<string, TextDistance>;
}

/**
 * Reads one answer and holds it against the truth.
 * @throws {InputError} `truth-outside-classes`
 */
export function readOutcome(truth: GroundTruth, prediction: Prediction | undefined, task: Task): ReadOutcome {
  const about = {
    document: truth.document,
    truth: truth.label,
    ...(truth.group !== undefined && { group: truth.group }),
    ...(prediction?.answer !== undefined && { answer: prediction.answer }),
    ...(prediction?.answer !== undefined && prediction.latencyMs !== undefined && { latencyMs: prediction.latencyMs }),
  };
  if (task.kind === 'classification') {
    const classes = task.classes.map(({ name }) => name);
    const wanted = matchClass(truth.label, classes);
    if (wanted === undefined) throw outsideClasses(truth, classes);
    const predicted = prediction?.answer === undefined ? undefined : readAnswer(prediction.answer, task);
    const outcome = { ...about, truth: wanted, ...judged(prediction, predicted, predicted === wanted) };
    return { outcome, texts: new Map() };
  }
  const fields = task.answerFormat === 'json' ? truthFields(truth.label) : undefined;
  return fields ? readSeveral(fields, about, prediction) : readOne(about, prediction, task);
}

type About = Pick<Outcome, 'document' | 'truth' | 'group' | 'answer' | 'latencyMs'>;

function readOne(about: About, prediction: Prediction | undefined, task: Task): ReadOutcome {
  const predicted = prediction?.answer === undefined ? undefined : readAnswer(prediction.answer, task);
  const distance = textDistance(about.truth, predicted);
  const isRight = predicted !== undefined && normalizeValue(predicted) === normalizeValue(about.truth);
  const { similarity, cer, anls } = distance;
  const outcome = { ...about, ...judged(prediction, predicted, isRight), similarity, cer, anls };
  return { outcome, texts: new Map([[task.field, distance]]) };
}

/** A label that is a JSON object of several values. A field that is null or empty is not on the page. */
function truthFields(label: string): ReadonlyMap<string, string> | undefined {
  if (!label.trimStart().startsWith('{')) return undefined;
  const [object] = findObjects(label);
  const fields = object && fieldsOf(object);
  return fields && fields.size > 0 ? fields : undefined;
}

function readSeveral(
  truths: ReadonlyMap<string, string>,
  about: About,
  prediction: Prediction | undefined,
): ReadOutcome {
  const answers = prediction?.answer === undefined ? undefined : readFields(stripWrapping(prediction.answer));
  const texts = new Map([...truths].map(([name, truth]) => [name, textDistance(truth, answers?.get(name))]));
  const fields = new Map<string, FieldOutcome>();
  for (const name of new Set([...truths.keys(), ...(answers?.keys() ?? [])])) {
    fields.set(name, fieldOutcome(truths.get(name), answers?.get(name), texts.get(name)));
  }
  const isRight = [...truths.keys()].every((name) => fields.get(name)?.status === 'correct');
  const all = [...texts.values()];
  const mean = (of: (distance: TextDistance) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const predicted = answers && JSON.stringify(Object.fromEntries(answers));
  const outcome = {
    ...about,
    ...judged(prediction, predicted, isRight),
    similarity: mean((one) => one.similarity),
    cer: mean((one) => one.edits) / mean((one) => one.characters),
    anls: mean((one) => one.anls),
    fields: Object.fromEntries(fields),
  };
  return { outcome, texts };
}

function fieldOutcome(
  truth: string | undefined,
  predicted: string | undefined,
  distance: TextDistance | undefined,
): FieldOutcome {
  const similarity = distance?.similarity ?? 0;
  if (truth === undefined) return { ...(predicted !== undefined && { predicted }), status: 'extra', similarity };
  if (predicted === undefined) return { truth, status: 'missing', similarity };
  const isRight = normalizeValue(truth) === normalizeValue(predicted);
  return { truth, predicted, status: isRight ? 'correct' : 'wrong', similarity };
}

function judged(
  prediction: Prediction | undefined,
  predicted: string | undefined,
  isRight: boolean,
): Pick<Outcome, 'status' | 'predicted'> {
  if (prediction?.answer === undefined) return { status: 'missing' };
  return predicted === undefined ? { status: 'unreadable' } : { predicted, status: isRight ? 'correct' : 'wrong' };
}

function outsideClasses({ document, label }: GroundTruth, classes: readonly string[]): InputError {
  const known = classes.length > 20 ? `${classes.slice(0, 20).join(', ')}, …` : classes.join(', ');
  return new InputError(
    'truth-outside-classes',
    `Expected one of the classes (${known}) as the truth of ${document}, got ${JSON.stringify(label)}.`,
    { remedy: 'Correct the truth, or name the file with all classes.' },
  );
}
