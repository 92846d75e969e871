import type { DocumentClass } from '../../model/task.ts';

/** Every class with its description, as a Markdown table of one row a class. */
export function classTable(classes: readonly DocumentClass[]): string {
  const rows = classes.map(({ name, description }) => `| ${cell(name)} | ${cell(description)} |`);
  return ['| type | description |', '| --- | --- |', ...rows].join('\n');
}

/** A cell must not end its row or its column. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}
