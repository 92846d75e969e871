import { html, type Markup } from '../../lib/markup.ts';

/** One cell: text is escaped. */
export type Cell = string | Markup;

/** A section with an anchor that the contents link to. */
export const section = (id: string, title: string, ...parts: readonly Markup[]): Markup =>
  html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${parts}
</section>
`;

/** Facts by name, in two columns. Facts without a value vanish. */
export function factTable(caption: string, facts: readonly (readonly [string, Cell | undefined])[]): Markup {
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`],
  );
  return html`<table class="facts"><caption>${caption}</caption><tbody>
${rows}</tbody></table>`;
}

export interface TableOptions {
  /** Columns of numbers after the first, which names the row. Default false. */
  readonly numbers?: boolean;
  /** A reader may sort by any column. Default false. */
  readonly sortable?: boolean;
}

/** A table that scrolls by itself where the page is narrow. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly [string, ...Cell[]])[],
  { numbers = false, sortable = false }: TableOptions = {},
): Markup {
  const kind = [...(numbers ? ['numbers'] : []), ...(sortable ? ['sortable'] : [])].join(' ');
  return scrolling(
    caption,
    html`<table${kind === '' ? html`` : html` class="${kind}"`}><caption>${caption}</caption><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>
${rows.map(([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table>`,
  );
}

/** Reached by the keyboard, too, so that it can be scrolled without a mouse. */
export const scrolling = (name: string, content: Markup): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${name}">${content}</div>`;

export const code = (text: string): Markup => html`<code>${text}</code>`;
