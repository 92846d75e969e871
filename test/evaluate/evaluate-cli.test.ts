import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuideResults, ModelComparison, Prediction, Scores } from '../../src/toolkit/index.ts';
import { type Home, isBuilt, json, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { openRehearsal, REGION, type Rehearsal, writeFiles } from '../support/rehearsal.ts';

const CLASSES = ['invoice', 'letter', 'memo'];
const DOCUMENTS = 60;
const classOf = (index: number): string => CLASSES[index % 3] ?? '';

/** Predictions of a model that gets the first `right` documents, does not answer the next and mumbles about the one after. */
function predictions(modelId: string, right: number): string {
  const lines = Array.from({ length: DOCUMENTS }, (_, index): Prediction => {
    const about = { document: `d${index}.png`, key: `${modelId} ${index}`, modelId, attempts: 1 };
    if (index === right) return { ...about, error: { code: 'throttled', message: 'Too many requests.' } };
    const asked = { ...about, inputTokens: 1000, outputTokens: 8, latencyMs: 100 + index };
    if (index === right + 1) return { ...asked, answer: 'It may be a letter.' };
    return { ...asked, answer: JSON.stringify({ type: classOf(index < right ? index : index + 1) }) };
  });
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

const SELLERS = { 'a.jpg': '甲（北京）科技有限公司', 'b.jpg': '乙贸易有限责任公司', 'c.jpg': '鸿睿科技有限公司' };
const READ: Readonly<Record<string, string>> = {
  'a.jpg': '甲(北京)科技有限公司',
  'b.jpg': '乙贸易有限公司',
  'c.jpg': '鸥盛科技有限公司',
};

describe.skipIf(!isBuilt)(`novatune evaluate and compare (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    [home, rehearsal] = await Promise.all([openHome(), openRehearsal()]);
    const truths = Array.from({ length: DOCUMENTS }, (_, index) => [`/scans/d${index}.png`, classOf(index)]);
    const sellers = Object.entries(READ).map(([document, answer]) =>
      JSON.stringify({ document, key: document, modelId: 'arn:tuned', answer, attempts: 1 }),
    );
    await writeFiles(home.folder, {
      'labels.json': JSON.stringify(Object.fromEntries(truths)),
      'base.jsonl': predictions('us.amazon.nova-lite-v1:0', 30),
      'tuned.jsonl': predictions('tuned', 55),
      'other.jsonl': predictions('other', 31),
      'sellers.json': JSON.stringify(SELLERS),
      'sellers.jsonl': sellers.join('\n'),
      'fields.json': JSON.stringify({ 'a.jpg': { seller: '甲', total: '1,234.50', date: null } }),
      'fields.jsonl': JSON.stringify({
        document: 'a.jpg',
        key: 'a',
        modelId: 'm',
        answer: '{"seller":"甲","total":"1234.5","date":"2024-01-02"}',
        attempts: 1,
      }),
    });
  });
  afterAll(async () => {
    await rehearsal[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });
  const read = (name: string) => readFile(join(home.folder, name), 'utf8');
  const evaluate = (...flags: readonly string[]) => home.run(['evaluate', ...flags]);

  it('scores predictions against a file of labels, failed and unreadable answers in the denominator', async () => {
    const flags = ['--ground-truth-file', 'labels.json', '--predictions', 'base.jsonl'];
    const ended = await evaluate(...flags, '--out', 'base.json', '--output-file', 'results.json', '--json');
    const scores = json(ended) as Scores;
    expect(ended.code).toBe(0);
    expect(scores).toMatchObject({
      documents: DOCUMENTS,
      accuracy: { successes: 30, total: DOCUMENTS },
      unreadable: 1,
      missing: 1,
      latencyMs: { calls: DOCUMENTS - 1 },
      cost: { calls: DOCUMENTS - 1 },
    });
    expect(JSON.parse(await read('base.json'))).toEqual(scores);
    expect(ended.stderr).toContain('next: novatune compare base.json tuned.json');
    const { metrics, results, model_name: name } = JSON.parse(await read('results.json')) as GuideResults;
    expect(name).toBe('base');
    expect(metrics).toMatchObject({
      total_images: DOCUMENTS,
      successful_inferences: DOCUMENTS - 2,
      unreadable_answers: 1,
      failed_inferences: 1,
      correct_predictions: 30,
      accuracy: 0.5,
      total_tokens_used: 1008 * (DOCUMENTS - 1),
      average_tokens_per_image: 1008,
    });
    expect(results[30]).toEqual(expect.objectContaining({ image_path: 'd30.png', status: 'error', correct: false }));
    expect(results[31]).toMatchObject({ status: 'unreadable', prediction: null });
    expect(results[0]).toMatchObject({ prediction: 'invoice', ground_truth: 'invoice', confidence: null });
  });

  it('scores answers of a fallback with the model it stands in for', async () => {
    const lines = predictions('primary', 30).trim().split('\n');
    const routed = lines.map((line, index) => {
      const one = JSON.parse(line) as Prediction;
      if (index % 10 > 0) return JSON.stringify({ ...one, route: { by: 'primary' } });
      return JSON.stringify({ ...one, modelId: 'base', route: { by: 'fallback', reason: 'failed' } });
    });
    await writeFiles(home.folder, { 'routed.jsonl': routed.join('\n') });
    const scores = json(
      await evaluate('--ground-truth-file', 'labels.json', '--predictions', 'routed.jsonl', '--json'),
    ) as Scores;
    expect(scores).toMatchObject({ modelId: 'primary', accuracy: { successes: 30, total: DOCUMENTS } });
    expect(scores.cost).toBeUndefined();
  });

  it('prints tables for people', async () => {
    const { code, stdout } = await evaluate('--ground-truth-file', 'labels.json', '--predictions', 'base.jsonl');
    expect(code).toBe(0);
    expect(stdout).toContain('correct 50.0 % (30 of 60, 95 % interval 37.7 to 62.3)');
    expect(stdout).toContain('of 60 documents with a truth, 1 unreadable answers, 1 without an answer');
    expect(stdout).toMatch(/^truth ↓ answer → +invoice +letter +memo +unreadable +missing$/m);
    expect(stdout).toMatch(/^d30\.png +invoice +\(missing\)$/m);
  });

  it('puts exact, normalised and looser equality of names side by side', async () => {
    const flags = ['--ground-truth-file', 'sellers.json', '--task', 'extraction', '--predictions', 'sellers.jsonl'];
    expect(json(await evaluate(...flags, '--json'))).toMatchObject({
      exactMatch: { successes: 0, total: 3 },
      accuracy: { successes: 1, total: 3 },
      sameCompany: { successes: 2, total: 3 },
      cer: { total: 3 },
      anls: { total: 3 },
    });
    const { stdout } = await evaluate(...flags);
    // Full-width characters take two columns: the last column of every row begins at the same one.
    expect(stdout).toContain('b.jpg        乙贸易有限责任公司  乙贸易有限公司    0.78');
  });

  it('scores each field of a truth that has several', async () => {
    const flags = ['--ground-truth-file', 'fields.json', '--predictions', 'fields.jsonl'];
    expect(json(await evaluate(...flags, '--json'))).toMatchObject({
      task: 'extraction',
      accuracy: { successes: 1, total: 1 },
      exactMatch: { successes: 0, total: 1 },
      fields: [
        { name: 'seller', documents: 1, exact: { successes: 1 }, missing: 0, extra: 0 },
        { name: 'total', documents: 1, exact: { successes: 0 }, normalized: { successes: 1 } },
        { name: 'date', documents: 0, extra: 1 },
      ],
    });
  });

  it.each([
    ['truth-missing', ['--predictions', 'base.jsonl']],
    ['file-unreadable', ['--predictions', 'absent.jsonl', '--ground-truth-file', 'labels.json']],
    ['nothing-to-score', ['--predictions', 'sellers.jsonl', '--ground-truth-file', 'labels.json']],
    ['ground-truth-invalid', ['--predictions', 'base.jsonl', '--ground-truth-file', 'base.jsonl']],
    ['model-ambiguous', ['--predictions', 'base.jsonl', '--ground-truth-file', 'labels.json', '--model-id', 'x']],
  ])('refuses with %s', async (code, flags) => {
    const ended = await evaluate(...flags, '--json');
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stderr)).toMatchObject({ error: { code } });
  });

  it('compares three models from predictions, and fails the build by the checks alone', async () => {
    const files = ['base.jsonl', 'tuned.jsonl', 'other.jsonl', '--ground-truth-file', 'labels.json'];
    const ended = await home.run(['compare', ...files, '--fail-if-worse', '--junit', 'c.xml', '--json']);
    const comparison = json(ended) as ModelComparison;
    expect(ended.code).toBe(0);
    expect(Object.keys(comparison.models)).toEqual(['base', 'tuned', 'other']);
    expect(comparison.pairs.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['tuned', 'better'],
      ['other', 'undecided'],
    ]);
    expect(await read('c.xml')).toContain('failures="0"');
    const strict = await home.run(['compare', ...files, '--min-gain', '10', '--junit', 'c.xml', '--markdown', 'c.md']);
    expect(strict.code).toBe(3);
    expect(strict.stdout).toContain('gate lost: Not shown to gain at least 10.0 points');
    expect(await read('c.xml')).toContain('<failure message="Not shown to gain at least 10.0 points');
    expect(await read('c.md')).toMatch(/^## 3 models on 60 documents/);
  });

  it('keeps two models’ comparison at the top, as in a run folder', async () => {
    const flags = ['--base', 'base.jsonl', '--tuned', 'tuned.jsonl', '--ground-truth-file', 'labels.json', '--json'];
    expect(json(await home.run(['compare', ...flags]))).toMatchObject({
      comparison_type: 'model_comparison',
      models: { 'Base Model': { metrics: { accuracy: 0.5 } }, 'Fine-tuned Model': { model_id: 'tuned' } },
      verdict: 'better',
      documents: DOCUMENTS,
    });
  });

  it('has the embedded cloud asked as a judge, and takes its refusal to judge for none', async () => {
    const flags = ['--ground-truth-file', 'sellers.json', '--task', 'extraction', '--predictions', 'sellers.jsonl'];
    const judged = [...flags, '--judge', 'us.amazon.nova-pro-v1:0', '--json'];
    const cloud = ['--endpoint-url', rehearsal.local.url, '--region', REGION];
    const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    const dry = await home.run(['evaluate', ...judged, ...cloud, '--dry-run'], credentials);
    expect(json(dry)).toMatchObject({ plan: { documents: 3, toAsk: 3 }, estimate: { total: { complete: true } } });
    expect(rehearsal.count('Converse')).toBe(0);
    const ended = await home.run(['evaluate', ...judged, ...cloud], credentials);
    // The stand-in is no language model and says so.
    expect(json(ended)).toMatchObject({
      judge: { unjudged: 3, spent: { calls: 3 }, agreement: { rate: { total: 0 } } },
    });
    expect(ended.code).toBe(7);
    expect(rehearsal.count('Converse')).toBe(3);
    expect((await read('sellers.judge.jsonl')).trim().split('\n')).toHaveLength(3);
  });

  it('spends nothing above the budget', async () => {
    const flags = ['--ground-truth-file', 'sellers.json', '--task', 'extraction', '--predictions', 'sellers.jsonl'];
    const cloud = ['--endpoint-url', rehearsal.local.url, '--region', REGION, '--max-cost', '0'];
    const before = rehearsal.count('Converse');
    const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    const ended = await home.run(['evaluate', ...flags, '--judge', 'us.amazon.nova-pro-v1:0', ...cloud], credentials);
    expect(ended.code).toBe(6);
    expect(rehearsal.count('Converse')).toBe(before);
  });
});
