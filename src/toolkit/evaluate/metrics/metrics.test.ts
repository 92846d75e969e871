import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyOf } from '../../lib/latency.ts';
import type { Outcome } from '../../model/scores.ts';
import { classCounts, classStatistics, f1Of } from './class-statistics.ts';
import { foldCompany } from './company-form.ts';
import { addTo, cellsOf, confusionMatrix, emptyCounts, topConfusions } from './confusion-matrix.ts';
import { normalizeValue } from './normalize-value.ts';
import { textDistance } from './text-distance.ts';

const outcomesOf = (pairs: readonly (readonly [truth: string, predicted: string])[]): Outcome[] =>
  pairs.map(([truth, predicted], index) =>
    predicted === 'unreadable' || predicted === 'missing'
      ? { document: `${index}`, truth, status: predicted }
      : { document: `${index}`, truth, predicted, status: truth === predicted ? 'correct' : 'wrong' },
  );

function statisticsOf(truths: readonly string[], answers: readonly string[]) {
  const names = [...new Set([...truths, ...answers])]
    .filter((name) => !['unreadable', 'missing'].includes(name))
    .sort();
  const outcomes = outcomesOf(truths.map((truth, index) => [truth, answers[index] ?? 'missing'] as const));
  return classStatistics(confusionMatrix(outcomes, names).counts);
}

describe('classStatistics', () => {
  // Examples of scikit-learn's documentation: f1_score, balanced_accuracy_score, cohen_kappa_score, matthews_corrcoef.
  it('agrees with the examples of scikit-learn', () => {
    const f1 = statisticsOf([...'012012'], [...'021001']);
    expect(f1.macroF1).toBeCloseTo(0.2667, 4);
    expect(f1.weightedF1).toBeCloseTo(0.2667, 4);
    expect(f1.macroPrecision).toBeCloseTo(0.2222, 4);
    expect(f1.macroRecall).toBeCloseTo(0.3333, 4);
    expect(statisticsOf([...'010010'], [...'010001']).balancedAccuracy).toBe(0.625);
    const kappa = statisticsOf(
      ['negative', 'positive', 'negative', 'neutral', 'positive'],
      ['negative', 'positive', 'negative', 'neutral', 'negative'],
    );
    expect(kappa.kappa).toBeCloseTo(0.6875, 4);
    expect(statisticsOf(['+1', '+1', '+1', '-1'], ['+1', '-1', '+1', '+1']).mcc).toBeCloseTo(-0.3333, 4);
  });

  it('counts answers without a class against recall, never against the precision of a class', () => {
    const outcomes = outcomesOf([
      ['a', 'a'],
      ['a', 'unreadable'],
      ['b', 'missing'],
      ['b', 'b'],
    ]);
    const counts = classCounts(confusionMatrix(outcomes, ['a', 'b', 'c']).counts);
    expect(counts[0]).toEqual({ hits: 1, support: 2, predicted: 1 });
    expect(f1Of(counts[1] ?? { hits: 0, support: 0, predicted: 0 })).toBeCloseTo(2 / 3, 12);
  });

  it('does not depend on how classes are called or ordered', () => {
    const pair = fc.tuple(fc.nat(3), fc.nat(4));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 40 }), (pairs) => {
        const of = (name: (index: number) => string) =>
          classStatistics(
            confusionMatrix(
              outcomesOf(pairs.map(([t, p]) => [name(t), p === 4 ? 'unreadable' : name(p)])),
              [0, 1, 2, 3].map(name).sort(),
            ).counts,
          );
        const [one, other] = [of((index) => `x${index}`), of((index) => `x${9 - index}`)];
        const rounded = (all: object) => Object.values(all).map((value: number) => value.toFixed(10));
        expect(rounded(other)).toEqual(rounded(one));
      }),
    );
  });
});

describe('confusionMatrix', () => {
  it('holds every outcome once', () => {
    const outcomes = outcomesOf([
      ['a', 'b'],
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'missing'],
    ]);
    const matrix = confusionMatrix(outcomes, ['a', 'b']);
    expect(matrix.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(topConfusions(matrix)).toEqual([
      { truth: 'a', predicted: 'b', count: 2, of: 3 },
      { truth: 'b', predicted: 'a', count: 1, of: 1 },
      { truth: 'a', predicted: 'missing', count: 1, of: 3 },
    ]);
  });

  it('leaves a truth outside the classes out', () => {
    const counts = emptyCounts(1);
    for (const cell of cellsOf(outcomesOf([['other', 'a']]), ['a'])) addTo(counts, cell, 1);
    expect(counts.flat()).toEqual([0, 0, 0]);
  });
});

describe('textDistance', () => {
  // Biten et al. 2019, eq. 1: 1 − NL below the threshold of 0.5, else 0; case does not count.
  it.each([
    ['hello', 'hello', 1],
    ['Hello', 'hELLO', 1],
    ['hello', 'hallo', 0.8],
    ['abcd', 'abxy', 0],
    ['abcd', 'abcx', 0.75],
    ['abc', undefined, 0],
  ])('ANLS of %j and %j is %f', (truth, predicted, expected) => {
    expect(textDistance(truth, predicted).anls).toBeCloseTo(expected, 12);
  });

  it('counts edits over characters of the truth', () => {
    expect(textDistance('kitten', 'sitting')).toMatchObject({ edits: 3, characters: 6, cer: 0.5 });
    expect(textDistance('𠮷野家', '吉野家').cer).toBeCloseTo(1 / 3, 12);
    expect(textDistance('甲', '乙丙丁').cer).toBe(3);
    expect(textDistance('（甲）', '(甲)').cer).toBe(0);
    expect(textDistance('甲乙', undefined)).toMatchObject({ edits: 2, cer: 1, similarity: 0 });
  });

  it('is nothing for equal texts and stays in its range for any', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(textDistance(a, a)).toMatchObject({ edits: 0, cer: 0, anls: 1, similarity: 1 });
        const { anls, similarity, cer } = textDistance(a, b);
        for (const share of [anls, similarity]) expect(share).toBeGreaterThanOrEqual(0);
        for (const share of [anls, similarity]) expect(share).toBeLessThanOrEqual(1);
        expect(Number.isFinite(cer)).toBe(true);
      }),
    );
  });
});

describe('normalizeValue', () => {
  it.each([
    ['佳作天成（北京）科技有限公司', ' 佳作天成(北京) 科技有限公司', true],
    ['北京恒鸿睿科技有限公司', '北京恒鸥盛科技有限公司', false],
    ['1,234.50', '¥1234.5', true],
    ['12.50', '1250', false],
    ['12.50元', '1250元', false],
    ['-5', '5', false],
    ['00123', '123', false],
    ['１２３', '123', true],
    ['¥', '$', false],
  ])('takes %j and %j for equal: %s', (one, other, expected) => {
    expect(normalizeValue(one) === normalizeValue(other)).toBe(expected);
  });
});

describe('foldCompany', () => {
  it.each([
    ['上海腾讯贸易有限责任公司', '上海腾讯贸易有限公司', true],
    ['深圳宇音股份有限公司', '深圳宇音股份公司', true],
    ['深圳宇音股份有限公司', '深圳宇音有限公司', false],
    ['上海甲有限责任公司北京分公司', '上海甲有限公司北京分公司', true],
    ['Acme Co., Ltd.', 'ACME Company Limited', true],
    ['Acme Inc.', 'Acme Incorporated', true],
    ['Acme', 'Acme Ltd', false],
  ])('takes %j and %j for one name: %s', (one, other, expected) => {
    expect(foldCompany(one) === foldCompany(other)).toBe(expected);
  });
});

describe('latencyOf', () => {
  it('gives percentiles with the number of calls', () => {
    const times = Array.from({ length: 101 }, (_, index) => index * 10);
    expect(latencyOf(times)).toEqual({ median: 500, p90: 900, p95: 950, p99: 990, mean: 500, calls: 101 });
    expect(latencyOf([])).toBeUndefined();
  });
});
