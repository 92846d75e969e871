import type { Range } from '../range.ts';

/** Tokens, estimated or counted. */
export interface TokenCount extends Range {
  /** What could not be counted, in words: the count is then a lower bound. */
  readonly uncounted?: string;
}

/** Prices are per thousand. */
export const inThousands = ({ low, high }: Range): Range => ({ low: low / 1000, high: high / 1000 });

export const NO_TOKENIZER = 'no tokenizer is published';
