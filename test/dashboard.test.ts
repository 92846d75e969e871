import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../dashboard/src/messages/format.ts';
import { smooth } from '../dashboard/src/parts/smooth.ts';
import manifest from '../package.json' with { type: 'json' };
import type { LossPoint } from '../src/studio/api.ts';
import { linesOf, readSources, walk } from './architecture/source-files.ts';

const sources = readSources('dashboard');
const API = 'src/studio/api.ts';

/** What may run in the browser. */
const PACKAGES = ['@mantine', '@tanstack', 'd3-scale', 'd3-shape', 'react', 'react-dom', 'wouter'];
const BUILD_PACKAGES = ['@vitejs', 'vite'];

describe('the dashboard', () => {
  it('knows of the rest only what goes over the wire, as types', () => {
    const broken = sources.flatMap(({ path: file, imports }) =>
      imports.flatMap(({ target, typeOnly, line }) => {
        if (target === undefined || target.startsWith('dashboard/')) return [];
        return target === API && typeOnly ? [] : [`${file}:${line} imports ${target}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('uses few packages, all of them declared', () => {
    const declared = { ...manifest.dependencies, ...manifest.devDependencies };
    const broken = sources.flatMap(({ path: file, imports }) =>
      imports.flatMap(({ specifier }) => {
        if (specifier.startsWith('.')) return [];
        const [first = '', second = ''] = specifier.split('/');
        const isKnown = (file.endsWith('vite.config.ts') ? BUILD_PACKAGES : PACKAGES).includes(first);
        return isKnown && (first.startsWith('@') ? `${first}/${second}` : first) in declared
          ? []
          : [`${file}: ${specifier}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('keeps the rules of the house', () => {
    const broken = sources.flatMap(({ path: file, text, syntax }) => {
      const found = text.split('\n').length > 300 && !file.includes('/messages/') ? [`${file} is long`] : [];
      if (/@ts-(ignore|expect-error|nocheck)|dangerouslySetInnerHTML|console\./.test(text))
        found.push(`${file} cheats`);
      walk(syntax, (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node)) found.push(`${file} any or !`);
        if (ts.isFunctionDeclaration(node) && linesOf(node) > 60) found.push(`${file} ${node.name?.text} is long`);
      });
      return found;
    });
    expect(broken).toEqual([]);
  });

  it('has no text outside its dictionaries', () => {
    const broken = sources.flatMap(({ path: file, syntax }) => {
      const found: string[] = [];
      walk(syntax, (node) => {
        if (ts.isJsxText(node) && /[a-z]{3,}/i.test(node.text))
          found.push(`${path.basename(file)}: ${node.text.trim()}`);
      });
      return found;
    });
    // The product's own names and commands.
    expect(broken).toEqual([
      'jobs-page.tsx: novatune job create',
      'runs-page.tsx: novatune demo',
      'shell.tsx: novatune',
      'shell.tsx: studio',
    ]);
  });
});

describe('smooth', () => {
  const points = (losses: readonly number[]): readonly LossPoint[] => losses.map((loss, step) => ({ step, loss }));

  it('keeps a flat curve flat, from its first point on', () => {
    expect(smooth(points([2, 2, 2, 2])).map(({ loss }) => loss)).toEqual(
      [2, 2, 2, 2].map((loss) => expect.closeTo(loss)),
    );
  });

  it('stays between the least and the greatest loss, and follows a fall', () => {
    const losses = Array.from({ length: 200 }, (_, step) => 3 - step / 100 + (step % 2 ? 0.5 : -0.5));
    const smoothed = smooth(points(losses)).map(({ loss }) => loss);
    expect(Math.min(...smoothed)).toBeGreaterThanOrEqual(Math.min(...losses));
    expect(Math.max(...smoothed)).toBeLessThanOrEqual(Math.max(...losses));
    const swing = (values: readonly number[]) => Math.abs((values.at(-1) ?? 0) - (values.at(-2) ?? 0));
    expect(swing(smoothed)).toBeLessThan(swing(losses) / 5);
  });
});

describe('figures', () => {
  const en = createFormat('en');
  it.each([
    [en.percent(0.90625), '90.6 %'],
    [en.duration(3_723_000), '1:02:03'],
    [en.duration(-5), '0:00:00'],
    [en.bytes(257_400), '257.4 kB'],
    [en.smallMoney(0.0084, 'USD'), '$0.0084'],
    [en.smallMoney(12.5, 'USD'), '$12.50'],
    [createFormat('zh-CN').money(108.15, 'USD'), '$108.15'],
    [en.of({ successes: 29, total: 32, value: 0, low: 0, high: 0 }), '29 / 32'],
  ])('%s', (shown, wanted) => expect(shown).toBe(wanted));
});
