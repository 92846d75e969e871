import { renderAnswer } from './answers/answer-form.ts';
import { indexOfLargest, softmax } from './heads/linear.ts';
import {
  questionClasses,
  questionClassScores,
  questionSpanScores,
  questionSpans,
  questionWords,
} from './question-features.ts';
import { STAND_IN_NAME, type StandInAnswer, type StandInQuestion } from './stand-in.ts';
import { promptedForm } from './zero-shot/answer-template.ts';

/** Zero-shot scores are points, not logits: this brings their softmax near to how often they are right. */
const CLASS_SHARPNESS = 0.7;
const CLASS_FIELD = /type|class|categor|label|kind|类/i;

/** Answers without training: the likeliest of the prompt's own classes, or the text nearest to the prompt's words. */
export function baseAnswer(question: StandInQuestion): StandInAnswer {
  const classes = questionClasses(question);
  if (question.pages.length === 0) return withoutPages();
  const prompted = promptedForm(question.prompt);
  const form = prompted.kind === 'json' ? prompted : promptedForm(question.system);
  const keys = form.kind === 'json' ? form.keys : [''];
  const classKey = classes.length > 1 ? (keys.find((key) => CLASS_FIELD.test(key)) ?? keys[0]) : undefined;
  const fields = new Map<string, string>();
  let confidence = 1;
  for (const key of keys) {
    const answer = key === classKey ? bestClass(question, classes) : nearestSpan(question, key);
    fields.set(key, answer.text);
    confidence *= answer.confidence;
  }
  return { text: renderAnswer(form, fields), confidence };
}

function withoutPages(): StandInAnswer {
  const text = `I am the ${STAND_IN_NAME}, not a language model. I answer questions about document images, and this request has none.`;
  return { text, confidence: 0 };
}

function bestClass(question: StandInQuestion, classes: ReturnType<typeof questionClasses>): StandInAnswer {
  const scores = Float64Array.from(questionClassScores(question, classes), (score) => score * CLASS_SHARPNESS);
  const best = indexOfLargest(scores);
  return { text: classes[best]?.label ?? '', confidence: softmax(scores)[best] ?? 0 };
}

function nearestSpan(question: StandInQuestion, field: string): StandInAnswer {
  const { layouts, spans } = questionSpans(question.pages);
  const scores = Float64Array.from(questionSpanScores(questionWords(question, field), layouts));
  const best = indexOfLargest(scores);
  return { text: spans[best]?.text ?? '', confidence: softmax(scores)[best] ?? 0 };
}
