import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/source-files.ts';
import { anchorsOf, proseOf, readMarkdown, readPage } from './support/markdown.ts';

const pages = readMarkdown();
const OUTSIDE = /^(https?:|mailto:)/;

interface Link {
  readonly target: string;
  readonly line: number;
}

/** Links and pictures of a page, `[…](target)` and `[…]: target`. */
function linksOf(text: string): Link[] {
  const prose = proseOf(text);
  const found = [...prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g), ...prose.matchAll(/^\[[^\]]+\]: (\S+)/gm)];
  return found.map((match) => ({ target: match[1] ?? '', line: prose.slice(0, match.index).split('\n').length }));
}

/** What is wrong with a link of a page, if anything. */
function faultOf(page: string, target: string): string | undefined {
  const [file = '', anchor] = target.split('#');
  const wanted = file === '' ? page : path.posix.join(path.posix.dirname(page), decodeURIComponent(file));
  if (!existsSync(path.join(ROOT, wanted))) return `${wanted} is not there`;
  if (anchor === undefined || !wanted.endsWith('.md')) return undefined;
  return anchorsOf(readPage(wanted).text).has(decodeURIComponent(anchor)) ? undefined : `${wanted} has no #${anchor}`;
}

describe('links of the documentation', () => {
  it('lead to files and headings that are there', () => {
    const links = pages.flatMap(({ path: page, text }) => linksOf(text).map((link) => ({ page, ...link })));
    const inside = links.filter(({ target }) => !OUTSIDE.test(target));
    expect(inside.length).toBeGreaterThan(40);
    const broken = inside.flatMap(({ page, target, line }) => {
      const fault = faultOf(page, target);
      return fault ? [`${page}:${line} ${target}: ${fault}`] : [];
    });
    expect(broken).toEqual([]);
  });

  it.each([
    ['README.md', 'docs/no-such-page.md', 'is not there'],
    ['README.md', 'docs/errors.md#no-such-code', 'has no #no-such-code'],
    ['docs/labels.md', 'errors.md#why-a-document-has-no-label', undefined],
    ['docs/labels.md', '../README.md#why', undefined],
  ])('are read as GitHub reads them: %s → %s', (page, target, fault) => {
    const found = faultOf(page, target);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(fault);
  });

  it('reach every page of docs from the README', () => {
    const reached = new Set<string>();
    const visit = (page: string) => {
      if (reached.has(page) || !existsSync(path.join(ROOT, page))) return;
      reached.add(page);
      for (const { target } of linksOf(readPage(page).text)) {
        const [file = ''] = target.split('#');
        if (OUTSIDE.test(target) || !file.endsWith('.md')) continue;
        visit(path.posix.join(path.posix.dirname(page), file));
      }
    };
    visit('README.md');
    expect(pages.map(({ path: page }) => page).filter((page) => !reached.has(page))).toEqual([]);
  });
});
