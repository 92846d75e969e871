import { describe, expect, it } from 'vitest';
import type { Prediction } from '../model/artifacts.ts';
import type { ClassificationTask, ExtractionTask } from '../model/task.ts';
import { readAnswer } from './answers/read-answer.ts';
import { compare } from './comparison/compare.ts';
import { evaluate } from './evaluate.ts';
import { worstOutcomes } from './worst-outcomes.ts';

const classes: ClassificationTask = {
  kind: 'classification',
  answerFormat: 'json',
  field: 'type',
  classes: [
    { name: 'letter', description: '' },
    { name: 'news_article', description: '' },
    { name: 'memo', description: '' },
  ],
};
const seller: ExtractionTask = { kind: 'extraction', answerFormat: 'text', field: 'seller' };

const answered = (document: string, answer: string): Prediction => ({
  document,
  key: document,
  modelId: 'm',
  answer,
  attempts: 1,
  latencyMs: 10,
  inputTokens: 5,
  outputTokens: 2,
});
const failed = (document: string): Prediction => ({
  document,
  key: document,
  modelId: 'm',
  attempts: 6,
  error: { code: 'throttled', message: 'Too many requests' },
});

describe('readAnswer', () => {
  it.each([
    ['{"type":"letter"}', 'letter'],
    ['```json\n{"type": "memo"}\n```', 'memo'],
    ['The document is {"type": "News Article"}.', 'news_article'],
    ['{"type":"invoice"}', undefined],
    ['{"kind":"letter"}', undefined],
    ['letter', undefined],
    ['', undefined],
    ['{"type": {"a": 1}}', undefined],
  ])('reads %j as %j', (answer, expected) => {
    expect(readAnswer(answer, classes)).toBe(expected);
  });

  it('takes plain text as it stands, without fences', () => {
    expect(readAnswer('```\n北京宇音天下科技有限公司\n```', seller)).toBe('北京宇音天下科技有限公司');
    expect(readAnswer('   ', seller)).toBeUndefined();
  });
});

describe('evaluate', () => {
  const truths = [
    { document: 'a', label: 'letter' },
    { document: 'b', label: 'letter' },
    { document: 'c', label: 'memo' },
    { document: 'd', label: 'memo' },
    { document: 'e', label: 'news_article' },
  ];
  const predictions = [
    answered('a', '{"type":"letter"}'),
    answered('b', '{"type":"memo"}'),
    answered('c', '{"type":"memo"}'),
    answered('d', 'I cannot say'),
    failed('e'),
    answered('unknown', '{"type":"memo"}'),
  ];
  const scores = evaluate(truths, predictions, classes, 'm');

  it('counts unreadable and missing answers apart, in the denominator of accuracy', () => {
    expect(scores.accuracy).toMatchObject({ successes: 2, total: 5, value: 0.4 });
    expect(scores).toMatchObject({ documents: 5, unreadable: 1, missing: 1 });
  });

  it('never lets an unreadable answer land in a class', () => {
    expect(scores.confusion).toEqual({
      classes: ['letter', 'news_article', 'memo'],
      counts: [
        [1, 0, 1, 0, 0],
        [0, 0, 0, 0, 1],
        [0, 0, 1, 1, 0],
      ],
    });
  });

  it('scores each class by its own denominators', () => {
    expect(scores.classes).toMatchObject([
      { name: 'letter', support: 2, precision: 1, recall: 0.5, f1: 2 / 3 },
      { name: 'news_article', support: 1, recall: 0, f1: 0 },
      { name: 'memo', support: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
    ]);
    expect(scores.macroF1).toBeCloseTo((2 / 3 + 0 + 0.5) / 3, 12);
  });

  it('compares extracted names after normalising, and tells exact ones apart', () => {
    const result = evaluate(
      [
        { document: 'a', label: '佳作天成（北京）科技有限公司' },
        { document: 'b', label: '北京恒鸿睿科技有限公司' },
      ],
      [answered('a', '佳作天成(北京)科技有限公司'), answered('b', '北京恒鸥盛科技有限公司')],
      seller,
      'm',
    );
    expect(result.accuracy).toMatchObject({ successes: 1, total: 2 });
    expect(result.exactMatch).toMatchObject({ successes: 0, total: 2 });
    expect(result.outcomes.map(({ status }) => status)).toEqual(['correct', 'wrong']);
    expect(result.meanSimilarity).toBeCloseTo((1 + 9 / 11) / 2, 12);
  });
});

describe('evaluate, beyond counting', () => {
  const letters = Array.from({ length: 8 }, (_, index) => ({
    document: `d${index}`,
    label: index % 2 === 0 ? 'Letter' : 'memo',
    group: `g${index >> 1}`,
  }));
  const right = letters.map(({ document, label }) => answered(document, JSON.stringify({ type: label })));

  it('normalises the truth as it does the answer', () => {
    const { accuracy, outcomes, classes: perClass } = evaluate(letters, right, classes, 'm');
    expect(accuracy.successes).toBe(8);
    expect(outcomes[0]).toMatchObject({ truth: 'letter', predicted: 'letter' });
    expect(perClass?.[0]).toMatchObject({ support: 4, recallShare: { successes: 4, total: 4 } });
  });

  it('refuses a truth outside the classes instead of losing it', () => {
    expect(() => evaluate([{ document: 'a', label: 'lettre' }], [], classes, 'm')).toThrow(
      expect.objectContaining({ code: 'truth-outside-classes', message: expect.stringContaining('a, got "lettre"') }),
    );
  });

  it('gives an interval by groups where documents share them', () => {
    const half = letters.map(({ document, label }, index) =>
      answered(document, JSON.stringify({ type: index < 4 ? label : 'news_article' })),
    );
    const { groups, groupedAccuracy, accuracy } = evaluate(letters, half, classes, 'm');
    expect(groups).toBe(4);
    expect(groupedAccuracy).toMatchObject({ value: 0.5, total: 8 });
    const width = (one: { readonly low: number; readonly high: number } | undefined) => (one ? one.high - one.low : 0);
    expect(width(groupedAccuracy)).toBeGreaterThan(width(accuracy));
    const alone = evaluate(
      letters.map(({ document, label }) => ({ document, label })),
      half,
      classes,
      'm',
    );
    expect(alone.groupedAccuracy).toBeUndefined();
  });

  it('leaves out kappa and correlation where truth or answers never vary', () => {
    const one = evaluate([{ document: 'd0', label: 'letter' }], right, classes, 'm');
    expect(one.kappa).toBeUndefined();
    expect(one.mcc).toBeUndefined();
    expect(one.macroF1).toBe(1);
  });

  it('counts tokens, time and money over answered calls alone', () => {
    const { tokens, cost, latencyMs } = evaluate(letters, [...right.slice(0, 4), failed('d7')], classes, 'm', {
      priceOf: ({ input, output }) => (input + 3 * output) / 1000,
    });
    expect(tokens).toEqual({ input: 20, output: 8 });
    expect(cost).toEqual({ usd: 0.044, calls: 4, usdPerDocument: 0.011 });
    expect(latencyMs?.calls).toBe(4);
    expect(evaluate(letters, right, classes, 'm', { priceOf: () => undefined }).cost).toBeUndefined();
  });

  it('scores nothing without dividing by it', () => {
    for (const task of [classes, seller]) {
      const text = JSON.stringify(evaluate([], [], task, 'm'));
      expect(text).not.toMatch(/null|NaN/);
    }
  });

  it('lists the worst first: no answer, nothing readable, then the least alike', () => {
    const truths = ['甲乙丙丁', '甲乙丙丁', '甲乙丙丁', '甲乙丙丁'].map((label, index) => ({
      document: `${index}`,
      label,
    }));
    const { outcomes } = evaluate(
      truths,
      [answered('0', '甲乙丙戊'), answered('1', '子丑'), answered('2', '')],
      seller,
      'm',
    );
    expect(worstOutcomes(outcomes).map(({ document }) => document)).toEqual(['3', '2', '1', '0']);
    expect(worstOutcomes(outcomes, 1)).toHaveLength(1);
  });
});

describe('a truth of several fields', () => {
  const invoice: ExtractionTask = { kind: 'extraction', answerFormat: 'json', field: 'seller' };
  const truth = { document: 'a', label: '{"seller":"甲公司","total":"12.50","date":null}' };
  const score = (answer: string) => evaluate([truth], [answered('a', answer)], invoice, 'm');

  it('is right when every field is, whatever else the answer says', () => {
    const scores = score('{"seller":" 甲公司 ","total":12.5,"note":"x"}');
    expect(scores.accuracy.successes).toBe(1);
    expect(scores.fields?.map(({ name, documents, extra }) => [name, documents, extra])).toEqual([
      ['seller', 1, 0],
      ['total', 1, 0],
      ['note', 0, 1],
    ]);
  });

  it('tells a wrong field from a missing one', () => {
    const scores = score('{"total":"1250"}');
    expect(scores.outcomes[0]?.fields).toMatchObject({
      seller: { status: 'missing', similarity: 0 },
      total: { status: 'wrong', truth: '12.50', predicted: '1250' },
    });
    expect(scores.fields?.[0]).toMatchObject({ missing: 1, normalized: { successes: 0, total: 1 } });
  });

  it('is unreadable without one JSON object', () => {
    expect(score('甲公司, 12.50')).toMatchObject({ unreadable: 1, fields: [{ missing: 1 }, { missing: 1 }] });
  });
});

describe('compare', () => {
  const truths = Array.from({ length: 11 }, (_, index) => ({ document: `d${index}`, label: 'letter' }));
  const answers = (right: number[]) =>
    evaluate(
      truths,
      truths.map(({ document }, index) =>
        answered(document, right.includes(index) ? '{"type":"letter"}' : '{"type":"memo"}'),
      ),
      classes,
      'm',
    );

  it('does not call 6 against 5 a difference', () => {
    const result = compare(answers([0, 1, 2, 3, 4]), answers([5, 6, 7, 8, 9, 10]));
    expect(result.verdict).toBe('undecided');
    expect(result.sentence).toMatch(/^Too few documents to tell: 45\.5 % → 54\.5 % on 11 documents/);
  });

  it('calls ten fixed and none broken better, the reverse worse', () => {
    const few = answers([]);
    const many = answers([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(compare(few, many)).toMatchObject({ verdict: 'better', broken: [], documents: 11 });
    expect(compare(few, many).fixed).toHaveLength(10);
    expect(compare(many, few).verdict).toBe('worse');
  });

  it('goes by groups when documents share some', () => {
    const grouped = truths.map((truth, index) => ({ ...truth, group: `g${index % 3}` }));
    const scores = evaluate(grouped, [], classes, 'm');
    expect(compare(scores, scores)).toMatchObject({ groups: 3, documents: 11 });
    expect(compare(scores, scores).sentence).toContain('11 documents in 3 groups');
    expect(compare(answers([]), answers([])).groups).toBeUndefined();
  });

  it('refuses scores over different documents', () => {
    const other = evaluate([{ document: 'x', label: 'letter' }], [], classes, 'm');
    expect(() => compare(answers([]), other)).toThrow(/none in common/);
  });
});
