import { normalizeText } from '../../../pages/index.ts';
import { fieldText } from '../answers/answer-form.ts';
import type { SpanHead } from '../heads/head.ts';
import { indexOfLargest } from '../heads/linear.ts';
import { repairReading } from '../heads/reading-repair.ts';
import { spanProbabilities } from '../heads/span-head.ts';
import type { EncodedExample } from './encoded-example.ts';
import { fieldOf } from './trainable-head.ts';

/** Examples over which the gate judges, evenly spaced: a gate need not read them all. */
const MAX_JUDGED = 500;

/** How many training answers are given as written, without and with repair. */
export interface RepairTrial {
  readonly judged: number;
  readonly asRead: number;
  readonly repaired: number;
}

/**
 * Tries repair on the training examples, each with its own answer counted once less: wrong labels would otherwise
 * speak for themselves.
 */
export function tryRepair(head: SpanHead, count: number, exampleAt: (i: number) => EncodedExample): RepairTrial {
  const judged = Math.min(MAX_JUDGED, count);
  let asRead = 0;
  let repaired = 0;
  for (let k = 0; k < judged; k++) {
    const example = exampleAt(Math.floor((k * count) / judged));
    const reading = readingOf(head, example);
    const answer = fieldText(fieldOf(example, head.field)?.value ?? '');
    const others = head.known.map(({ text, count: seen }) => ({ text, count: text === answer ? seen - 1 : seen }));
    if (normalizeText(reading) === normalizeText(answer)) asRead += 1;
    if (normalizeText(repairReading(reading, others)) === normalizeText(answer)) repaired += 1;
  }
  return { judged, asRead, repaired };
}

function readingOf(head: SpanHead, example: EncodedExample): string {
  const field = fieldOf(example, head.field);
  if (field === undefined || example.spans === undefined) return '';
  const input = { rows: example.spans.rows, zeroShot: field.spanScores };
  return example.spans.texts[indexOfLargest(spanProbabilities(head.linear, input))] ?? '';
}
