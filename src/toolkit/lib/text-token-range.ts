import type { TokenRange } from './image-token-range.ts';

/**
 * Estimates the tokens of a text; no tokenizer is published. Latin scripts take some 4 characters a token and long words up to 8,
 * Chinese about 1 character and common words 2.
 */
export function textTokenRange(text: string): TokenRange {
  let latin = 0;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) < 0x0250) latin += 1;
  const other = text.length - latin;
  return { low: Math.floor(latin / 8 + other / 2), high: Math.ceil(latin / 4 + other) };
}
