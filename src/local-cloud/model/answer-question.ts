import { fieldLike, renderAnswer } from './answers/answer-form.ts';
import { baseAnswer } from './base-answer.ts';
import type { LabelHead, SpanHead } from './heads/head.ts';
import { labelProbabilities } from './heads/label-head.ts';
import { indexOfLargest } from './heads/linear.ts';
import { repairReading } from './heads/reading-repair.ts';
import { spanProbabilities } from './heads/span-head.ts';
import { findGroup } from './prompt-groups.ts';
import {
  checkedPageVersion,
  classIndexes,
  type QuestionFeatures,
  type QuestionSpans,
  questionClasses,
  questionClassScores,
  questionFeatures,
  questionSpanScores,
  questionSpans,
  questionWords,
  scoresByLabel,
} from './question-features.ts';
import type { StandInAnswer, StandInModel, StandInQuestion } from './stand-in.ts';

/**
 * Answers a question about pages. Without a model, or for a prompt unlike those of its training, the base model answers.
 * Texts taken from a page are raw: full-width brackets stay full-width.
 * @throws {StandInError} `STAND_IN_PAGES` when the pages were read by another version of the reader than the training's
 */
export function answerQuestion(question: StandInQuestion, model?: StandInModel): StandInAnswer {
  const group = model === undefined ? undefined : findGroup(model.groups, question);
  if (model === undefined || group === undefined) return baseAnswer(question);
  checkedPageVersion(question.pages, model.pageVersion);
  const asTrained = group.textOnly ? question : { ...question, system: group.system, prompt: group.prompt };
  const reading = new Reading(asTrained);
  const fields = new Map<string, string>();
  let confidence = 1;
  for (const head of group.heads) {
    const answer = head.kind === 'span' ? spanAnswer(head, reading) : labelAnswer(head, reading);
    fields.set(head.field, answer.text);
    confidence *= answer.confidence;
  }
  return { text: renderAnswer(group.form, fields), confidence };
}

/** What the heads of one group read of one question; each part is worked out once, when first asked for. */
class Reading {
  readonly question: StandInQuestion;
  #features: QuestionFeatures | undefined;
  #spans: QuestionSpans | undefined;

  constructor(question: StandInQuestion) {
    this.question = question;
  }

  get features(): QuestionFeatures {
    this.#features ??= questionFeatures(this.question);
    return this.#features;
  }

  get spans(): QuestionSpans {
    this.#spans ??= questionSpans(this.question.pages);
    return this.#spans;
  }
}

function labelAnswer(head: LabelHead, { question, features }: Reading): StandInAnswer {
  const classes = questionClasses(question.pages.length === 0 ? { ...question, prompt: '' } : question);
  const zeroShot = scoresByLabel(classIndexes(head.labels, classes), questionClassScores(question, classes));
  const input = { text: features.text, dense: features.dense.values, zeroShot };
  const probabilities = labelProbabilities(head, input);
  const best = indexOfLargest(probabilities);
  return { text: head.labels[best] ?? '', confidence: probabilities[best] ?? 0 };
}

function spanAnswer(head: SpanHead, { question, spans }: Reading): StandInAnswer {
  const zeroShot = questionSpanScores(questionWords(question, head.field), spans.layouts);
  const probabilities = spanProbabilities(head.linear, { rows: spans.rows, zeroShot });
  const best = indexOfLargest(probabilities);
  const reading = spans.spans[best]?.text ?? '';
  const text = head.repairs ? repairReading(reading, head.known) : reading;
  return { text: fieldLike(text, head.isRawJson), confidence: probabilities[best] ?? 0 };
}
