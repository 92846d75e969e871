import { html, type Markup, trusted } from '../lib/markup.ts';
import { CHART_STYLE } from './palette.ts';

/** One drawing: everything but the `<svg>` around it, so that several can share one. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  /** Short heading, drawn on the top left. */
  readonly title: string;
  /** What a reader who cannot see the picture is told: the figures behind it, in a sentence. */
  readonly summary: string;
  readonly body: Markup;
}

/** Height of the strip that a title takes, pixels. */
export const TITLE_HEIGHT = 26;

/** For a page that has {@link CHART_STYLE}. */
export const inlineSvg = (figure: Figure): Markup =>
  html`<svg class="chart" viewBox="0 0 ${figure.width} ${figure.height}" role="img" aria-label="${figure.title}. ${figure.summary}">${titled(figure)}</svg>`;

/** A file of its own: carries its style, follows light and dark, prints. */
export const svgFile = (figure: Figure): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${
    html`<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${figure.width} ${figure.height}" width="${figure.width}" height="${figure.height}" role="img" aria-labelledby="title summary">
<title id="title">${figure.title}</title>
<desc id="summary">${figure.summary}</desc>
<style>${trusted(CHART_STYLE)}</style>
<rect class="paper" width="${figure.width}" height="${figure.height}"/>
${titled(figure)}
</svg>`.markup
  }\n`;

/** Several figures in rows of `columns`, each in a cell of the largest one's size. */
export function figureGrid(title: string, figures: readonly Figure[], columns: number): Figure {
  const cell = {
    width: Math.max(...figures.map(({ width }) => width)),
    height: Math.max(...figures.map(({ height }) => height)),
  };
  return {
    width: cell.width * Math.min(columns, figures.length),
    height: TITLE_HEIGHT + cell.height * Math.ceil(figures.length / columns),
    title,
    summary: figures.map((figure) => `${figure.title}: ${figure.summary}`).join(' '),
    body: html`${figures.map(
      (figure, index) =>
        html`<g transform="translate(${(index % columns) * cell.width} ${TITLE_HEIGHT + Math.floor(index / columns) * cell.height})">${titled(figure)}</g>`,
    )}`,
  };
}

const titled = ({ title, body }: Figure): Markup => html`<text class="title" x="12" y="18">${title}</text>
${body}`;
