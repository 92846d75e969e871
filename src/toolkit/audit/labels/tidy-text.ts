const INVISIBLE = /[\p{Cc}\p{Cf}\uFFFD]+/gu;
const HAN = '\\p{Script=Han}';
/** Blanks between Chinese characters are typing or reading slips; between Latin words they part words. */
const BLANK_IN_CHINESE = new RegExp(`(?<=[${HAN}（）]) +(?=[${HAN}（）])`, 'gu');
const FULL_WIDTH_LATIN = /[！-～]/gu;
const BRACKETS: Readonly<Record<string, string>> = { '(': '（', ')': '）', '﹙': '（', '﹚': '）' };

/**
 * A value without odd spacing and widths: no invisible characters, single blanks, none between Chinese characters;
 * letters and figures half-width; brackets in Chinese text full-width, as Chinese printing has them, elsewhere half-width.
 */
export function tidyText(text: string): string {
  const plain = text
    .replace(INVISIBLE, ' ')
    .replace(FULL_WIDTH_LATIN, (character) =>
      /[Ａ-Ｚａ-ｚ０-９（）－／．＆]/u.test(character)
        ? String.fromCharCode(character.charCodeAt(0) - 0xfee0)
        : character,
    )
    .replace(/\s+/gu, ' ')
    .trim();
  if (!/\p{Script=Han}/u.test(plain)) return plain;
  return plain.replace(/[()﹙﹚]/gu, (bracket) => BRACKETS[bracket] ?? bracket).replace(BLANK_IN_CHINESE, '');
}
