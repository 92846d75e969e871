import type { Page } from '../../../pages/index.ts';

/** Lines the reader was less sure of than this are more often noise than text, 0 to 1. */
const LEAST_CONFIDENCE = 0.5;
/** Digits of a number that may tell one paper from another. */
const LEAST_DIGITS = 4;
/** Numbers with more characters than this are also taken apart, because a reader slips somewhere in most of them. */
const LONG_NUMBER = 11;
const PIECE = 6;
/** One piece in so many is kept, chosen by its content alone so that every photo of a paper keeps the same ones. */
const KEPT_PIECES = 3;
/** Shorter texts are words of the form. */
const LEAST_TEXT = 8;

/** A mark of a paper: a number on it, a piece of a long number, or a line of text. */
export type MarkKind = 'number' | 'piece' | 'text';

/**
 * What may tell one paper from another, as text with a one-letter prefix for its kind: numbers of four digits and more
 * without their punctuation (`38266.00` → `3826600`, `2017年04月18日` → `20170418`), pieces of long numbers, and longer lines.
 * The same on every photo of one paper, but for slips of the reader. Sorted, each once.
 */
export function paperMarks(page: Page): string[] {
  const read = page.lines.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  return [...new Set(read.flatMap(({ text }) => marksOf(text)))].sort();
}

function marksOf(text: string): string[] {
  const numbers = numbersOf(text);
  const pieces = numbers.filter((number) => number.length > LONG_NUMBER).flatMap(piecesOf);
  const words = letters(text);
  return [
    ...numbers.map((number) => `n${number}`),
    ...pieces.map((piece) => `p${piece}`),
    ...(words.length >= LEAST_TEXT ? [`t${words}`] : []),
  ];
}

export function kindOf(mark: string): MarkKind {
  if (mark.startsWith('n')) return 'number';
  return mark.startsWith('p') ? 'piece' : 'text';
}

/** Blanks part numbers, except after a point or comma, where readers put them of their own accord. */
function numbersOf(text: string): string[] {
  const joined = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=[.,])\s+(?=\d)/gu, '')
    .replace(/(?<=\d)[年月](?=\d)/gu, '')
    .replace(/(?!\s)[\p{P}\p{S}\p{Cf}]+/gu, '');
  const runs = joined.match(/[a-z\d]*\d[a-z\d]*/gu) ?? [];
  return runs.filter((run) => run.replace(/\D/gu, '').length >= LEAST_DIGITS);
}

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, '');
}

function piecesOf(number: string): string[] {
  const pieces = Array.from({ length: number.length - PIECE + 1 }, (_, at) => number.slice(at, at + PIECE));
  return pieces.filter((piece) => hashOf(piece) % KEPT_PIECES === 0);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
