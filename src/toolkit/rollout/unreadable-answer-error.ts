import type { ConverseAnswer } from '../ports/model-runtime.ts';

/** Carries an answer from which nothing can be read to where it is decided what to do instead. */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
  readonly answer: ConverseAnswer;

  constructor(answer: ConverseAnswer) {
    super('Nothing can be read from the answer.');
    this.answer = answer;
  }
}
