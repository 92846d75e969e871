import { normalizeText, type Span, textSimilarity } from '../../../pages/index.ts';
import { fieldText, type ParsedAnswer } from '../answers/answer-form.ts';
import type { SparseRows, SparseVector } from '../features/sparse.ts';
import {
  questionClassScores,
  questionFeatures,
  questionSpanScores,
  questionSpans,
  questionWords,
} from '../question-features.ts';
import type { StandInQuestion } from '../stand-in.ts';
import type { ListedClass } from '../zero-shot/class-list.ts';
import type { PromptWords } from '../zero-shot/prompt-words.ts';

/** An example after its page was dropped: numbers, and the few texts that repair needs. Plain data. */
export interface EncodedExample {
  readonly text: SparseVector;
  readonly dense: Float32Array;
  /** Zero-shot scores of the classes that the prompt lists. */
  readonly classScores: Float32Array;
  /** Candidate spans; absent when the answers of the group are known not to be looked for on the page. */
  readonly spans?: { readonly rows: SparseRows; readonly texts: readonly string[] };
  readonly fields: readonly EncodedField[];
}

export interface EncodedField {
  readonly key: string;
  readonly value: string;
  /** How similar the most similar span is; 0 when spans were not looked at. */
  readonly similarity: number;
  /** The most similar spans. */
  readonly bestSpans: Int32Array;
  /** Zero-shot scores of the spans for this field. */
  readonly spanScores: Float32Array;
}

/** What the encoding of an example takes from its group. */
export interface EncodingContext {
  readonly classes: readonly ListedClass[];
  /** Words by field, made once per prompt. */
  readonly words: Map<string, PromptWords>;
  readonly withSpans: boolean;
}

/** Spans less similar than this are no place of the answer. */
const MIN_SIMILARITY = 0.5;

/** Turns a question and its taken-apart answer into numbers. */
export function encodeExample(
  question: StandInQuestion,
  answer: ParsedAnswer,
  context: EncodingContext,
): { readonly example: EncodedExample; readonly denseSizes: readonly number[] } {
  const { text, dense } = questionFeatures(question);
  const base = { text, dense: dense.values, classScores: questionClassScores(question, context.classes) };
  if (!context.withSpans) {
    const fields = [...answer.fields].map(([key, value]) => fieldWithoutSpans(key, value));
    return { example: { ...base, fields }, denseSizes: dense.sizes };
  }
  const { layouts, spans, rows } = questionSpans(question.pages);
  const fields = [...answer.fields].map(([key, value]): EncodedField => {
    const words = context.words.get(key) ?? questionWords(question, key);
    context.words.set(key, words);
    return { key, value, ...placeOnPage(fieldText(value), spans), spanScores: questionSpanScores(words, layouts) };
  });
  const texts = spans.map((span) => span.text);
  return { example: { ...base, spans: { rows, texts }, fields }, denseSizes: dense.sizes };
}

function fieldWithoutSpans(key: string, value: string): EncodedField {
  return { key, value, similarity: 0, bestSpans: new Int32Array(0), spanScores: new Float32Array(0) };
}

function placeOnPage(value: string, spans: readonly Span[]): Pick<EncodedField, 'similarity' | 'bestSpans'> {
  const length = normalizeText(value).length;
  const similarities = spans.map(({ normalized }) => {
    const longer = Math.max(length, normalized.length);
    // The edit distance is at least the difference in length.
    return Math.min(length, normalized.length) < MIN_SIMILARITY * longer ? 0 : textSimilarity(normalized, value);
  });
  const similarity = similarities.reduce((best, one) => Math.max(best, one), 0);
  if (similarity < MIN_SIMILARITY) return { similarity, bestSpans: new Int32Array(0) };
  const best = similarities.flatMap((one, i) => (one >= similarity - 1e-9 ? [i] : []));
  return { similarity, bestSpans: Int32Array.from(best) };
}

/** Bytes that an encoded example takes in memory, roughly. */
export function encodedSize({ text, dense, classScores, spans, fields }: EncodedExample): number {
  const OBJECTS = 500;
  const perField = fields.map((field) => 200 + field.value.length * 2 + field.spanScores.byteLength);
  const spanTexts = spans?.texts.reduce((sum, span) => sum + 20 + span.length * 2, 0) ?? 0;
  const spanRows = (spans?.rows.values.length ?? 0) * 6 + (spans?.rows.starts.byteLength ?? 0);
  const vectors = text.values.length * 6 + dense.byteLength + classScores.byteLength;
  return OBJECTS + vectors + spanTexts + spanRows + perField.reduce((sum, size) => sum + size, 0);
}
