import type { ProblemCode } from './problem-codes.ts';

/** A conversation in no format: what every format is read into and written from. */
export interface Conversation {
  readonly system: readonly string[];
  readonly turns: readonly Turn[];
}

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly Part[];
  /** Where the message stands in the record that was read. */
  readonly pointer: string;
}

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'image';
      /** Data URL, path, `https://…` or `s3://…`, as the record has it. */
      readonly source: string;
      readonly pointer: string;
    };

/** Something in one record that cannot be converted, or was left out. */
export interface Problem {
  readonly code: ProblemCode;
  /** `error`: the record is left out; `warning`: it is converted without this. */
  readonly severity: 'error' | 'warning';
  readonly pointer: string;
  readonly message: string;
}

/** Takes what a reader finds wrong. */
export type Report = (problem: Problem) => void;

/** Formats that conversations are read from and written to. */
export const CHAT_FORMATS = ['bedrock', 'openai', 'hf-chat', 'sharegpt'] as const;
export type ChatFormat = (typeof CHAT_FORMATS)[number];
