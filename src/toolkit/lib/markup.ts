/** Text made safe for HTML content and attribute values. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Markup that is known to be safe. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | undefined | readonly Markup[];

/** Tagged template: text is escaped, markup is kept, lists are joined, undefined vanishes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((string, index) => string + render(parts[index])).join('');
  return { markup: text };
}

/** Takes text as markup. Only for text made by us. */
export const trusted = (markup: string): Markup => ({ markup });

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}
