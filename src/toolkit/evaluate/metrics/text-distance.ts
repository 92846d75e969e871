import { editDistance, foldText } from '../../../pages/index.ts';
import { normalizeValue } from './normalize-value.ts';

/** Answers that are less alike than this share nothing but chance: threshold of ANLS. */
const ANLS_THRESHOLD = 0.5;

/** How an answer differs from the truth. */
export interface TextDistance {
  readonly truth: string;
  /** Absent for an unreadable or missing answer. */
  readonly predicted?: string;
  /** Edits between answer and truth. */
  readonly edits: number;
  /** Characters of the truth. */
  readonly characters: number;
  /** `edits / characters`. */
  readonly cer: number;
  readonly anls: number;
  readonly similarity: number;
}

/**
 * Three distances of one answer, over code points:
 * - character error rate, after NFKC, case kept;
 * - ANLS, average normalised Levenshtein similarity of Biten et al. 2019, https://arxiv.org/abs/1905.13648: case does not count, blanks do; 1 − edits ÷
 *   longer length, and 0 when that share of edits reaches one half;
 * - similarity, the same without threshold, over normalised text.
 *
 * @param predicted undefined for an unreadable or missing answer: every character of the truth is then missing.
 */
export function textDistance(truth: string, predicted: string | undefined): TextDistance {
  const wanted = foldText(truth).trim();
  const characters = Math.max(1, lengthOf(wanted));
  if (predicted === undefined) return { truth, edits: characters, characters, cer: 1, anls: 0, similarity: 0 };
  const got = foldText(predicted).trim();
  const edits = editDistance(wanted, got);
  const away = normalizedDistance(blank(wanted.toLowerCase()), blank(got.toLowerCase()));
  return {
    truth,
    predicted,
    edits,
    characters,
    cer: edits / characters,
    anls: away < ANLS_THRESHOLD ? 1 - away : 0,
    similarity: 1 - normalizedDistance(normalizeValue(truth), normalizeValue(predicted)),
  };
}

const normalizedDistance = (a: string, b: string): number =>
  a === b ? 0 : editDistance(a, b) / Math.max(lengthOf(a), lengthOf(b));

const lengthOf = (text: string): number => [...text].length;
const blank = (text: string): string => text.replace(/\s+/gu, ' ');
