import { describe, expect, it } from 'vitest';
import type { Outcome } from '../model/scores.ts';
import { intervalBars } from './charts/interval-bars.ts';
import { lossCurve, smooth } from './charts/loss-curve.ts';
import { pickExamples } from './examples.ts';
import { html, trusted } from './markup.ts';

const points = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    step: index + 1,
    epoch: Math.floor(index / 10),
    loss: 2 / (index + 1),
  }));

describe('html', () => {
  it('escapes text in content and attributes, keeps markup, joins lists', () => {
    const name = '"><script>alert(1)</script>&\'';
    const { markup } =
      html`<p title="${name}">${name}${[html`<b>${1}</b>`, html`<i>x</i>`]}${undefined}${trusted('<hr>')}</p>`;
    expect(markup).not.toContain('<script>');
    expect(markup).toContain('<b>1</b><i>x</i><hr></p>');
    expect(markup).toContain('&#34;&#62;&#60;script');
  });
});

describe('lossCurve', () => {
  it('draws few steps as they are, many also smoothed', () => {
    expect(lossCurve(points(12), []).markup).not.toContain('class="raw"');
    expect(lossCurve(points(40), []).markup).toContain('class="raw"');
  });
  it('marks borders of epochs and points of validation', () => {
    const { markup } = lossCurve(points(30), [
      { step: 10, loss: 0.5 },
      { step: 20, loss: 0.4 },
    ]);
    expect(markup.match(/<line class="epoch"/g)).toHaveLength(2);
    expect(markup.match(/<circle class="validation"/g)).toHaveLength(2);
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
  });
  it('says so when there is nothing to draw', () => {
    expect(lossCurve([], []).markup).toContain('wrote no metrics');
  });
});

describe('smooth', () => {
  it('starts at the first value and moves a fifth of the way at each step', () => {
    expect(
      smooth([
        { step: 1, loss: 1 },
        { step: 2, loss: 2 },
      ]).map(({ loss }) => loss),
    ).toEqual([1, 1.2]);
  });
});

describe('intervalBars', () => {
  it('says shares with their counts', () => {
    const { markup } = intervalBars([
      { name: 'base', share: { successes: 1, total: 4, value: 0.25, low: 0.05, high: 0.7 } },
    ]);
    expect(markup).toContain('25.0 % (1/4)');
    expect(markup).toContain('25.0 % (1 of 4, 95 % interval 5.0 % to 70.0 %)');
  });
});

describe('pickExamples', () => {
  const outcome = (document: string, status: Outcome['status'], predicted?: string): Outcome => ({
    document,
    truth: 'memo',
    status,
    ...(predicted !== undefined && { predicted }),
    ...(status === 'unreadable' && { answer: 'hmm' }),
  });

  it('names what changed, and what was said', () => {
    const base = [
      outcome('a', 'wrong', 'form'),
      outcome('b', 'correct', 'memo'),
      outcome('c', 'missing'),
      outcome('d', 'correct', 'memo'),
    ];
    const tuned = [
      outcome('a', 'correct', 'memo'),
      outcome('b', 'unreadable'),
      outcome('c', 'wrong', 'form'),
      outcome('d', 'correct', 'memo'),
      outcome('only here', 'wrong', 'form'),
    ];
    expect(pickExamples(base, tuned)).toEqual([
      { document: 'a', change: 'fixed', truth: 'memo', base: 'form', tuned: 'memo' },
      { document: 'b', change: 'broken', truth: 'memo', base: 'memo', tuned: '(unreadable) hmm' },
      { document: 'c', change: 'still wrong', truth: 'memo', base: '(no answer)', tuned: 'form' },
      { document: 'd', change: 'still right', truth: 'memo', base: 'memo', tuned: 'memo' },
    ]);
  });

  it('keeps the page small', () => {
    const many = (status: Outcome['status'], predicted: string) =>
      Array.from({ length: 500 }, (_, index) => outcome(`d${index}`, status, predicted));
    expect(pickExamples(many('wrong', 'form'), many('correct', 'memo'))).toHaveLength(24);
  });
});
