/** A class that the prompt names, with whatever it says about it ('' for nothing). */
export interface ListedClass {
  readonly label: string;
  readonly description: string;
}

const MAX_LABEL = 40;
const MAX_LABEL_WORDS = 4;
const HEADINGS = /^((document|page)[ _-]?)?(type|class|label|category|name)s?$|^(类别|类型|分类|名称|标签)$/i;
const MARKER = /^\s*(?:(?:[-*+•·]|\(?\d{1,3}[.)])\s+|\d{1,3}、\s*)(.*)$/u;
const ANNOUNCED =
  /(?:one of|classes|categories|labels|types|options|choices|choose from|following|类别|类型|分类|种类|选项|标签|之一)[^:：\n]{0,40}[:：]\s*([^\n。]+)/giu;
const ONE_OF = /\bone of (?:the )?(?:following )?([^\n:：。]+)/giu;
const ALTERNATIVES = /:\s*"([^"|\n]+(?:\|[^"|\n]+)+)"/gu;
const ARRAY = /\[\s*("[^"\n]+"(?:\s*,\s*"[^"\n]+")+)\s*\]/gu;
const IN_CHINESE = /(?:以下|下列|如下)?[^，,:：\n]{0,12}之一\s*[（(]([^）)\n]+)[）)]/gu;

/**
 * Reads the classes out of a prompt: a markdown table, a bulleted or numbered list, or a sentence such as
 * 'one of: a, b, c' or '类别：发票、合同'. Empty when the prompt lists fewer than two.
 */
export function listedClasses(prompt: string): ListedClass[] {
  const lines = prompt.split(/\r?\n/);
  const readings = [() => tableClasses(lines), () => bulletClasses(lines), () => inlineClasses(prompt)];
  for (const read of readings) {
    const classes = withoutRepeats(read());
    if (classes.length > 1) return classes;
  }
  return [];
}

function withoutRepeats(classes: readonly ListedClass[]): ListedClass[] {
  const byLabel = new Map<string, ListedClass>();
  for (const entry of classes) if (!byLabel.has(entry.label)) byLabel.set(entry.label, entry);
  return [...byLabel.values()];
}

function tableClasses(lines: readonly string[]): ListedClass[] {
  const rows = lines.map(tableCells);
  return rows.flatMap((cells, i) => {
    if (cells === undefined || isRule(cells) || isRule(rows[i + 1])) return [];
    const [label = '', description = ''] = /^\d+$/.test(cells[0] ?? '') ? cells.slice(1) : cells;
    return isLabel(label) && !HEADINGS.test(label) ? [{ label, description }] : [];
  });
}

function tableCells(line: string): string[] | undefined {
  const inside = /^\s*\|(.*)\|\s*$/u.exec(line)?.[1];
  return inside?.split(/(?<!\\)\|/u).map((cell) => bare(cell.replaceAll('\\|', '|')));
}

function isRule(cells: readonly string[] | undefined): boolean {
  return cells?.every((cell) => /^:?-+:?$/.test(cell)) ?? false;
}

/** The longest unbroken list whose every item looks like a class; lists of instructions do not. */
function bulletClasses(lines: readonly string[]): ListedClass[] {
  let best: ListedClass[] = [];
  let current: ListedClass[] = [];
  let isBroken = false;
  for (const line of lines) {
    const item = MARKER.exec(line)?.[1];
    if (item === undefined) {
      if (line.trim() !== '') [current, isBroken] = [[], false];
      continue;
    }
    const listed = bulletClass(item);
    if (listed === undefined) isBroken = true;
    else current.push(listed);
    if (!isBroken && current.length > best.length) best = [...current];
  }
  return best;
}

function bulletClass(item: string): ListedClass | undefined {
  const [, quoted, rest = ''] = /^(?:\*\*)?["'`“「]([^"'`”」]+)["'`”」](?:\*\*)?(.*)$/u.exec(item) ?? [];
  if (quoted !== undefined) return { label: quoted.trim(), description: rest.replace(/^\s*[:：–—-]\s*/u, '').trim() };
  const [, before, after = ''] = /^(.+?)(?:\s*[:：]\s*|\s+[–—-]\s+)(.*)$/u.exec(item) ?? [undefined, item];
  const label = bare(before ?? '');
  if (!isLabel(label) || /[.!?。！？]$/u.test(label)) return undefined;
  return { label, description: after.replace(/^\*+\s*/, '').trim() };
}

function inlineClasses(prompt: string): ListedClass[] {
  for (const pattern of [ALTERNATIVES, ARRAY, ANNOUNCED, IN_CHINESE, ONE_OF]) {
    for (const match of prompt.matchAll(pattern)) {
      const labels = splitList(match[1] ?? '');
      if (labels.length > 1 && labels.every(isLabel)) return labels.map((label) => ({ label, description: '' }));
    }
  }
  return [];
}

function splitList(sentence: string): string[] {
  const text = sentence.replace(/\.(\s.*)?$/u, '').replace(/[[\]{}()（）]/gu, '');
  const parts = text.split(/[,，、;；|]/u);
  const last = parts.pop() ?? '';
  // 'a, b, or c' and 'a, b and c': only the last part may carry the conjunction.
  const tail = last
    .replace(/^\s*(?:or|and|或者|以及)\s+|^\s*(?:或者|以及)/u, '')
    .split(/\s+(?:or|and)\s+|\s*(?:或者|以及)\s*/u);
  return [...parts, ...tail].map(bare).filter((label) => label !== '');
}

/** Without the quotes, stars and backticks that people put around class names. */
function bare(text: string): string {
  return text.replace(/^[\s"'`*“”「」]+|[\s"'`*“”「」]+$/gu, '');
}

function isLabel(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && text.length <= MAX_LABEL && text.split(/\s+/).length <= MAX_LABEL_WORDS;
}
