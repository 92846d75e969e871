import { foldText, normalizeText } from '../../../pages/index.ts';

/** Any number of digits with a fraction; commas only between thousands. */
const NUMBER = /^[¥$€£]?\s*([-−]?)\s*[¥$€£]?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/u;
/** Of the private use area, so it survives where punctuation is dropped. */
const DECIMAL_POINT = '\uE000';

/**
 * The form in which a truth and an answer are compared: full-width characters as plain ones (NFKC), lower case, without blanks, brackets
 * and other punctuation. Numbers keep their sign and decimal point: 12.50 is not 1250, but 1,234.50 is 1234.5.
 */
export function normalizeValue(text: string): string {
  const folded = foldText(text).trim();
  const number = NUMBER.exec(folded);
  if (number) {
    const [, sign = '', whole = '', fraction = ''] = number;
    const kept = fraction.replace(/0+$/, '');
    return `${sign === '' ? '' : '-'}${whole.replaceAll(',', '')}${kept === '' ? '' : `.${kept}`}`;
  }
  const normal = normalizeText(folded.replace(/(?<=\d)\.(?=\d)/g, DECIMAL_POINT));
  return normal === '' ? folded : normal;
}
