import { html, type Markup } from '../lib/markup.ts';

export interface LegendKey {
  readonly text: string;
  /** Classes of the line that stands for it. */
  readonly line: string;
}

const LINE = 22;
const GAP = 14;
const ROW_HEIGHT = 18;
const LONGEST_TEXT = 40;

export interface Legend {
  readonly height: number;
  readonly body: Markup;
}

/** Keys from left to right, in as many rows as they need. */
export function legend(keys: readonly LegendKey[], left: number, right: number, top: number): Legend {
  let x = left;
  let row = 0;
  const drawn = keys.map((key) => {
    const text = shorten(key.text);
    const width = LINE + 6 + estimateWidth(text) + GAP;
    if (x > left && x + width - GAP > right) {
      x = left;
      row += 1;
    }
    const at = { x, y: top + row * ROW_HEIGHT + 12 };
    x += width;
    return html`<path class="${key.line}" d="M${at.x} ${at.y - 4}h${LINE}"/><text x="${at.x + LINE + 6}" y="${at.y}">${text}</text>`;
  });
  return { height: keys.length === 0 ? 0 : (row + 1) * ROW_HEIGHT + 4, body: html`<g class="legend">${drawn}</g>` };
}

const shorten = (text: string): string => {
  const characters = [...text];
  return characters.length > LONGEST_TEXT ? `${characters.slice(0, LONGEST_TEXT - 1).join('')}…` : text;
};

/** Pixels at 12 px: Chinese characters are square, Latin letters about half as wide. Generous, for there is no font to ask. */
const estimateWidth = (text: string): number =>
  Math.ceil([...text].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 12 : 6.3), 0));
