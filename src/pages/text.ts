import { distance } from 'fastest-levenshtein';

/** Everything that does not carry a name: blanks, punctuation, symbols, control and zero-width characters. */
const NOISE = /[\s\p{P}\p{S}\p{Cc}\p{Cf}]+/gu;
const ASTRAL = /[\u{10000}-\u{10FFFF}]/u;

/** Compatibility form (NFKC): full-width letters, digits and brackets become the plain ones. Keeps blanks and case. */
export function foldText(text: string): string {
  return text.normalize('NFKC');
}

/**
 * The form in which two readings of one text are compared: NFKC, lower case, without blanks, punctuation and symbols.
 * `'（北京） Ltd.'` and `'(北京)ltd'` both become `'北京ltd'`.
 */
export function normalizeText(text: string): string {
  return foldText(text).toLowerCase().replace(NOISE, '');
}

/**
 * 1 − edit distance ÷ length of the longer text, over code points of the normalised texts; 0 to 1.
 * Texts of nothing but punctuation are compared as they are: 1 when equal after NFKC, else 0.
 */
export function textSimilarity(a: string, b: string): number {
  const left = normalizeText(a);
  const right = normalizeText(b);
  if (left === '' && right === '') return foldText(a).trim() === foldText(b).trim() ? 1 : 0;
  if (left === right) return 1;
  return 1 - editDistance(left, right) / Math.max([...left].length, [...right].length);
}

/** Levenshtein distance over code points: fewest insertions, deletions and replacements that make one text of the other. */
export function editDistance(a: string, b: string): number {
  return ASTRAL.test(a + b) ? distance(...oneUnitPerCodePoint(a, b)) : distance(a, b);
}

/** Replaces each distinct code point by one UTF-16 unit, because the distance counts units. */
function oneUnitPerCodePoint(a: string, b: string): [string, string] {
  const units = new Map<string, string>();
  const recode = (text: string): string => {
    let out = '';
    for (const point of text) {
      const unit = units.get(point) ?? String.fromCharCode(units.size + 1);
      units.set(point, unit);
      out += unit;
    }
    return out;
  };
  return [recode(a), recode(b)];
}
