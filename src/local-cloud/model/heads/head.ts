import type { Standardisation } from '../features/dense-blocks.ts';
import type { Linear } from './linear.ts';

/** Answers one field of an answer. Plain data. */
export type Head = LabelHead | SpanHead;

/** Chooses among answers seen in training (or listed in the prompt). */
export interface LabelHead {
  /** `nearest`: the answers are nearly all different; the most similar example answers. */
  readonly kind: 'label' | 'nearest';
  /** Key of a JSON answer; '' for plain text. */
  readonly field: string;
  readonly labels: readonly string[];
  /** Bits of the hashed text block: fewer when there are very many labels. */
  readonly textBits: number;
  readonly standardisation: Standardisation;
  readonly linear: Linear;
}

/** Chooses among the texts on the page. */
export interface SpanHead {
  readonly kind: 'span';
  readonly field: string;
  /** The training answers were JSON numbers, not strings. */
  readonly isRawJson: boolean;
  readonly linear: Linear;
  /** Training answers and how often each was seen, commonest first. */
  readonly known: readonly KnownAnswer[];
  /** Whether readings are put right by known answers, see `repairReading`. */
  readonly repairs: boolean;
}

export interface KnownAnswer {
  readonly text: string;
  readonly count: number;
}
