import { padEnd, textWidth } from './text-width.ts';

/** Rows as aligned columns, two blanks apart. Full-width characters count two. No trailing blanks. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? ''))));
  return all
    .map((row) =>
      header
        .map((_, column) => padEnd(row[column] ?? '', widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
