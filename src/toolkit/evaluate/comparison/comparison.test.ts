import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proportion } from '../../lib/wilson.ts';
import type { Prediction } from '../../model/artifacts.ts';
import type { Outcome, Scores } from '../../model/scores.ts';
import type { ClassificationTask, ExtractionTask } from '../../model/task.ts';
import { evaluate } from '../evaluate.ts';
import { compare } from './compare.ts';
import { compareModels } from './compare-models.ts';
import { junitReport } from './junit-report.ts';
import { comparisonMarkdown } from './markdown.ts';
import { promotionGate } from './promotion-gate.ts';

const CLASSES = ['letter', 'memo', 'form'];
const task: ClassificationTask = {
  kind: 'classification',
  answerFormat: 'text',
  field: 'type',
  classes: CLASSES.map((name) => ({ name, description: '' })),
};
const seller: ExtractionTask = { kind: 'extraction', answerFormat: 'text', field: 'seller' };
const classOf = (index: number): string => CLASSES[index % 3] ?? '';

const predict = (index: number, answer: string): Prediction => ({
  document: `d${index}`,
  key: `${index}`,
  modelId: 'm',
  answer,
  attempts: 1,
  latencyMs: 100,
  inputTokens: 10,
  outputTokens: 2,
});

/** Scores of a model by whether each document is right, without what comparing does not read; groups of `perGroup` documents. */
function scoresOf(right: readonly boolean[], perGroup = 1): Scores {
  const outcomes = right.map(
    (isRight, index): Outcome => ({
      document: `d${index}`,
      truth: classOf(index),
      predicted: classOf(isRight ? index : index + 1),
      status: isRight ? 'correct' : 'wrong',
      ...(perGroup > 1 && { group: `g${Math.floor(index / perGroup)}` }),
    }),
  );
  return {
    modelId: 'm',
    task: 'classification',
    documents: right.length,
    accuracy: proportion(right.filter(Boolean).length, right.length),
    unreadable: 0,
    missing: 0,
    latencyMs: { median: 90, p95: 200, mean: 100 },
    tokens: { input: 10 * right.length, output: 2 * right.length },
    outcomes,
  };
}
const firstRight = (count: number, right: number, perGroup = 1) =>
  scoresOf(
    Array.from({ length: count }, (_, index) => index < right),
    perGroup,
  );

describe('compare', () => {
  it('says how many documents it would take when there are too few', () => {
    const { verdict, power, sentence } = compare(firstRight(40, 20), firstRight(40, 24));
    expect(verdict).toBe('undecided');
    // All four changes go one way: discordant share and difference are both 0.1.
    expect(power).toEqual({ documentsNeeded: 77, more: 37 });
    expect(sentence).toContain('about 37 more documents');
  });

  it('does not ask for more documents when it can tell, or when nothing changed', () => {
    expect(compare(firstRight(40, 10), firstRight(40, 30)).power).toBeUndefined();
    const same = compare(firstRight(30, 10), firstRight(30, 10));
    expect(same.power).toEqual({});
    expect(same.sentence).toContain('None was seen');
  });

  it('speaks of no difference, not of too few, when many documents show none', () => {
    const many = compare(firstRight(4000, 3000), firstRight(4000, 3001));
    expect(many).toMatchObject({ verdict: 'undecided' });
    expect(many.sentence).toMatch(/^No difference of 2\.0 points or more either way/);
  });

  it('is not fooled by one paper photographed often', () => {
    // Twelve photos of two invoices: every photo is fixed.
    const alone = compare(firstRight(12, 0), firstRight(12, 12));
    const grouped = compare(firstRight(12, 0, 6), firstRight(12, 12, 6));
    expect(alone).toMatchObject({ verdict: 'better', test: 'mcnemar' });
    expect(grouped).toMatchObject({ verdict: 'undecided', test: 'group-signs', groups: 2, pValue: 0.5 });
    expect(grouped.sentence).toContain('12 documents in 2 groups');
  });

  it('has a grouped interval at least as wide as that of documents', () => {
    const rightness = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 6, maxLength: 24 });
    fc.assert(
      fc.property(rightness, (pairs) => {
        const [base, tuned] = [pairs.map(([b]) => b), pairs.map(([, t]) => t)];
        const alone = compare(scoresOf(base), scoresOf(tuned)).difference;
        const grouped = compare(scoresOf(base, 3), scoresOf(tuned, 3)).difference;
        expect(grouped.low).toBeLessThanOrEqual(alone.low + 1e-12);
        expect(grouped.high).toBeGreaterThanOrEqual(alone.high - 1e-12);
      }),
      { numRuns: 15 },
    );
  });

  it('turns around when the models change places', () => {
    const rightness = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rightness, (pairs) => {
        const [base, tuned] = [scoresOf(pairs.map(([b]) => b)), scoresOf(pairs.map(([, t]) => t))];
        const [there, back] = [compare(base, tuned), compare(tuned, base)];
        expect(there.fixed).toEqual(back.broken);
        expect(there.pValue).toBe(back.pValue);
        expect(there.difference.value).toBeCloseTo(-back.difference.value, 12);
        expect(there.fixed.length + there.broken.length).toBeLessThanOrEqual(there.documents);
      }),
    );
  });

  it('tells each class apart, the most changed first', () => {
    const { classes } = compare(
      firstRight(9, 0),
      scoresOf([true, false, false, true, false, false, true, true, false]),
    );
    expect(classes?.map(({ name, fixed, support }) => [name, fixed, support])).toEqual([
      ['letter', 3, 3],
      ['memo', 1, 3],
      ['form', 0, 3],
    ]);
  });

  it('measures how much nearer the texts came', () => {
    const truths = Array.from({ length: 20 }, (_, index) => ({
      document: `d${index}`,
      label: `北京某${index}科技有限公司`,
    }));
    const answers = (change: (label: string) => string) =>
      evaluate(
        truths,
        truths.map(({ label }, index) => predict(index, change(label))),
        seller,
        'm',
      );
    const { similarity, anls } = compare(
      answers((label) => label.slice(0, 4)),
      answers((label) => label),
    );
    expect(similarity).toMatchObject({ tuned: 1 });
    expect(similarity?.difference.low).toBeGreaterThan(0.4);
    expect(anls).toMatchObject({ base: 0, tuned: 1 });
  });

  it('refuses two truths about one document', () => {
    const one = evaluate([{ document: 'a', label: 'letter' }], [], task, 'm');
    const other = evaluate([{ document: 'a', label: 'memo' }], [], task, 'm');
    expect(() => compare(one, other)).toThrow(expect.objectContaining({ code: 'truths-differ' }));
  });
});

describe('compareModels', () => {
  const base = { name: 'base', scores: firstRight(60, 30) };
  const better = { name: 'better', scores: firstRight(60, 50) };
  const close = { name: 'close', scores: firstRight(60, 36) };

  it('keeps the keys of the guide', () => {
    const { comparison_type, models, baseline } = compareModels([base, better]);
    expect(comparison_type).toBe('model_comparison');
    expect(baseline).toBe('base');
    expect(models.better).toEqual({
      model_id: 'm',
      metrics: {
        accuracy: 50 / 60,
        correct_predictions: 50,
        total_images: 60,
        average_inference_time_seconds: 0.1,
        total_tokens_used: 720,
      },
    });
  });

  it('corrects for being several, and the verdict rests on the corrected p-value', () => {
    // Six fixed, none broken: p = 0.03125 alone, 0.0625 among two of its kind.
    const alone = compareModels([base, close]);
    expect(alone.pairs[0]).toMatchObject({ pValue: expect.closeTo(0.03125, 10), verdict: 'better' });
    expect(alone.pairs[0]?.adjustedPValue).toBeUndefined();
    const two = compareModels([base, close, { ...close, name: 'again' }]);
    expect(two.pairs.map(({ adjustedPValue, verdict }) => [adjustedPValue, verdict])).toEqual([
      [expect.closeTo(0.0625, 10), 'undecided'],
      [expect.closeTo(0.0625, 10), 'undecided'],
    ]);
  });

  it('compares only documents that all were asked about, and says how many were not', () => {
    const fewer = { name: 'fewer', scores: firstRight(40, 40) };
    const { pairs, models } = compareModels([base, better, fewer]);
    expect(pairs.map(({ documents, unpaired }) => [documents, unpaired])).toEqual([
      [40, { base: 20, tuned: 20 }],
      [40, { base: 20, tuned: 0 }],
    ]);
    expect(models.base?.metrics).toMatchObject({ total_images: 40, correct_predictions: 30 });
  });

  it.each([
    ['models-too-few', [base]],
    ['model-repeated', [base, base]],
    ['tasks-differ', [base, { name: 'x', scores: evaluate([], [], seller, 'm') }]],
    ['nothing-to-compare', [base, { name: 'x', scores: evaluate([], [], task, 'm') }]],
  ])('refuses with %s', (code, models) => {
    expect(() => compareModels(models)).toThrow(expect.objectContaining({ code }));
  });
});

describe('promotionGate', () => {
  const same = compare(firstRight(50, 40), firstRight(50, 40));
  const worse = compare(firstRight(50, 40), firstRight(50, 20));
  const better = compare(firstRight(50, 20), firstRight(50, 40));

  it('lets pass what is not shown to be worse, and only that', () => {
    expect(promotionGate(same, { failIfWorse: true }).passed).toBe(true);
    expect(promotionGate(worse, { failIfWorse: true })).toMatchObject({
      passed: false,
      checks: [{ name: 'not worse' }],
    });
    expect(promotionGate(worse, {})).toEqual({ passed: true, checks: [] });
  });

  it('wants proof for a bound on the loss: no change on few documents is none', () => {
    expect(promotionGate(same, { maxDrop: 0.02 }).passed).toBe(false);
    expect(promotionGate(same, { maxDrop: 0.2 }).passed).toBe(true);
  });

  it('wants proof for a gain', () => {
    expect(promotionGate(better, { minGain: 0.2 }).passed).toBe(true);
    expect(promotionGate(better, { minGain: 0.4 }).passed).toBe(false);
    expect(promotionGate(better, { minGain: 0.2 }).checks[0]?.sentence).toContain('at least 20.0 points');
  });
});

describe('junitReport', () => {
  const base = { name: 'base', scores: scoresOf([true, true, false, false]) };
  const tuned = { name: 'a & "b"', scores: scoresOf([true, false, true, false]) };
  const comparison = compareModels([base, tuned]);
  const [pair] = comparison.pairs;

  it('fails broken documents only when a gate is lost', () => {
    const gate = (minGain: number) => (pair ? [promotionGate(pair, { minGain })] : []);
    const lost = junitReport([base, tuned], comparison, gate(0.5));
    expect(lost).toContain(
      '<testsuites name="novatune compare" tests="5" failures="2" errors="0" skipped="1" time="0">',
    );
    expect(lost).toContain(
      '<testcase name="d1" classname="memo" time="0"><failure message="Right before, wrong now.">',
    );
    const passed = junitReport([base, tuned], comparison, [{ passed: true, checks: [] }]);
    expect(passed).toContain('tests="4" failures="0" errors="0" skipped="2"');
    expect(passed).toContain('<skipped message="Broken, and the gate lets it pass.">');
  });

  it('escapes what XML cannot hold', () => {
    const truths = [{ document: 'a<b>&"\u0000\uD800', label: 'letter' }];
    const [one, other] = ['letter', 'memo\u0007]]>'].map((answer) =>
      evaluate(truths, [{ ...predict(0, answer), document: truths[0]?.document ?? '' }], task, 'm'),
    );
    if (!one || !other) throw new Error('Expected two scores.');
    const models = [
      { name: 'base', scores: one },
      { name: 'tuned', scores: other },
    ];
    const xml = junitReport(models, compareModels(models), [{ passed: false, checks: [] }]);
    expect(xml).toContain('name="a&lt;b&gt;&amp;&quot;\uFFFD');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(xml).not.toMatch(/[\u0000-\u0008\uD800-\uDFFF]/);
    expect(xml).not.toContain(']]>');
  });
});

describe('comparisonMarkdown', () => {
  it('shows models, verdict, gate and what broke', () => {
    const models = [
      { name: 'base', scores: scoresOf([true, true, false, false]) },
      { name: 'tuned|x', scores: scoresOf([true, false, true, true]) },
    ];
    const comparison = compareModels(models);
    const text = comparisonMarkdown(
      comparison,
      comparison.pairs.map((pair) => promotionGate(pair, { failIfWorse: true })),
    );
    expect(text).toMatch(/^## 2 models on 4 documents\n/);
    expect(text).toContain('| base (base) | 50.0 % (2 of 4,');
    expect(text).toContain('| tuned x | 75.0 % (3 of 4,');
    expect(text).toContain('- ✅ Not shown to be worse');
    expect(text).toContain('Broken: `d1`');
  });
});
