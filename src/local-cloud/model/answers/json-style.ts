/** How a JSON text is laid out. `spaced` is what Python's json.dumps writes, `compact` what JSON.stringify writes. */
export type JsonLayout = 'spaced' | 'compact' | 'padded' | 'indent2' | 'indent4';

export interface JsonStyle {
  readonly layout: JsonLayout;
  /** Characters beyond ASCII are written as escapes. */
  readonly escaped: boolean;
}

/** Object members in order; also for keys such as "2", which a plain object would move. */
export type JsonMembers = readonly (readonly [string, unknown])[];

const LAYOUTS: readonly JsonLayout[] = ['spaced', 'compact', 'padded', 'indent2', 'indent4'];

/** The style in which a text was written; Python's when none gives exactly that text. */
export function jsonStyleOf(text: string, members: JsonMembers): JsonStyle {
  for (const layout of LAYOUTS) {
    for (const escaped of [false, true]) {
      if (writeJson(members, { layout, escaped }) === text) return { layout, escaped };
    }
  }
  return { layout: 'spaced', escaped: false };
}

/** Writes an object in a style. */
export function writeJson(members: JsonMembers, { layout, escaped }: JsonStyle): string {
  const text = writeMembers(members, layout, 1);
  return escaped ? text.replace(/[\u007f-\uffff]/g, escapeUnit) : text;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function writeMembers(members: JsonMembers, layout: JsonLayout, depth: number): string {
  const colon = layout === 'compact' ? ':' : ': ';
  const written = members.map(([key, value]) => JSON.stringify(key) + colon + writeValue(value, layout, depth));
  return enclose('{', written, '}', layout, depth);
}

function writeValue(value: unknown, layout: JsonLayout, depth: number): string {
  if (Array.isArray(value)) {
    const written = value.map((entry) => writeValue(entry, layout, depth + 1));
    return enclose('[', written, ']', layout, depth + 1);
  }
  if (typeof value === 'object' && value !== null) return writeMembers(Object.entries(value), layout, depth + 1);
  return JSON.stringify(value);
}

function enclose(open: string, items: readonly string[], close: string, layout: JsonLayout, depth: number): string {
  if (items.length === 0) return open + close;
  if (layout === 'compact') return open + items.join(',') + close;
  if (layout === 'spaced') return open + items.join(', ') + close;
  if (layout === 'padded') return `${open} ${items.join(', ')} ${close}`;
  const indent = ' '.repeat(layout === 'indent2' ? 2 : 4);
  const separator = `\n${indent.repeat(depth)}`;
  return `${open}${separator}${items.join(`,${separator}`)}\n${indent.repeat(depth - 1)}${close}`;
}
