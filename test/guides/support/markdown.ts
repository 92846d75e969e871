import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles, ROOT } from '../../architecture/source-files.ts';

export interface MarkdownFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block. `info` is what stands behind the fence: `sh`, `sh exit 3`. */
export interface Fence {
  readonly info: string;
  readonly text: string;
  /** 1-based line of the first line inside. */
  readonly line: number;
}

/** Every page that people read: those of the root, of `docs/` and of `examples/`. */
export function readMarkdown(): MarkdownFile[] {
  const own = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'];
  const files = [...own, ...listFiles('docs', /\.md$/), ...listFiles('examples', /\.md$/)];
  return files.filter((file) => existsSync(path.join(ROOT, file))).map(readPage);
}

export const readPage = (file: string): MarkdownFile => ({
  path: file,
  text: readFileSync(path.join(ROOT, file), 'utf8'),
});

export function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: { readonly info: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, info] = /^\s*```(.*)$/.exec(line) ?? [];
    if (info === undefined) open?.lines.push(line);
    else if (open) {
      fences.push({ info: open.info, text: open.lines.join('\n'), line: open.line });
      open = undefined;
    } else open = { info: info.trim(), line: index + 2, lines: [] };
  }
  return fences;
}

/** The text with its fenced blocks and code spans blanked, lines kept. */
export function proseOf(text: string): string {
  const blank = (block: string) => block.replace(/[^\n]/g, ' ');
  return text.replace(/^\s*```[\s\S]*?^\s*```.*$/gm, blank).replace(/`[^`\n]*`/g, blank);
}

/** Anchors of the headings, as GitHub makes them, and those written as HTML. */
export function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const withoutCode = text.replace(/^\s*```[\s\S]*?^\s*```.*$/gm, '');
  const anchors = new Set([...withoutCode.matchAll(/<a (?:id|name)="([^"]+)"/g)].flatMap(([, id]) => id ?? []));
  for (const [, heading = ''] of withoutCode.matchAll(/^#{1,6} +(.*)$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
    const slug = words
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    anchors.add(times === 0 ? slug : `${slug}-${times}`);
  }
  return anchors;
}
