/**
 * Tokens of a text by rule of thumb, since Nova's tokenizer is not published: a Han, kana or hangul character is a token,
 * and so are about 4.5 other characters. A figure for rehearsing costs, not for billing.
 */
const CHARACTERS_PER_TOKEN = 4.5;

const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u;

/** 0 for an empty text. */
export function textTokens(text: string): number {
  let weight = 0;
  for (const symbol of text) weight += weightOf(symbol);
  return wholeTokens(weight);
}

/** Longest beginning of `text` that is at most `maxTokens` long; never splits a character. */
export function cutToTokens(text: string, maxTokens: number): string {
  let weight = 0;
  let length = 0;
  for (const symbol of text) {
    weight += weightOf(symbol);
    if (wholeTokens(weight) > maxTokens) return text.slice(0, length);
    length += symbol.length;
  }
  return text;
}

/** In units of 1/9 token, so that sums are exact. */
function weightOf(symbol: string): number {
  return WIDE.test(symbol) ? UNITS : UNITS / CHARACTERS_PER_TOKEN;
}

const UNITS = 9;

function wholeTokens(weight: number): number {
  return Math.ceil(weight / UNITS);
}
