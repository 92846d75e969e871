import type { AnswerSettings } from '../request/conversation.ts';
import { cutToTokens } from './text-tokens.ts';

/** What the caller gets of the model's text. */
export interface BoundedAnswer {
  readonly text: string;
  readonly stopReason: 'end_turn' | 'max_tokens' | 'stop_sequence';
}

/** Ends a text where generation would have ended: at the first stop sequence (which is left out) or after `maxTokens`. */
export function boundAnswer(text: string, { maxTokens, stopSequences }: AnswerSettings): BoundedAnswer {
  const within = maxTokens === undefined ? text : cutToTokens(text, maxTokens);
  const stops = stopSequences.map((sequence) => ({ at: text.indexOf(sequence), length: sequence.length }));
  const reached = stops.filter(({ at, length }) => at >= 0 && at + length <= within.length).map(({ at }) => at);
  if (reached.length > 0) return { text: text.slice(0, Math.min(...reached)), stopReason: 'stop_sequence' };
  return { text: within, stopReason: within.length < text.length ? 'max_tokens' : 'end_turn' };
}

/** What is left to say after the beginning that the caller put into the model's mouth. */
export function withoutPrefill(text: string, prefill: string): string {
  const begun = prefill.trimEnd();
  return begun !== '' && text.startsWith(begun) ? text.slice(begun.length) : text;
}

/** Symbols per streamed piece: about what Nova sends at a time. */
const PIECE_LENGTH = 12;

/** Pieces of a streamed text, none of which splits a character. */
export function piecesOf(text: string): readonly string[] {
  const symbols = [...text];
  const count = Math.ceil(symbols.length / PIECE_LENGTH);
  return Array.from({ length: count }, (_, index) =>
    symbols.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH).join(''),
  );
}
