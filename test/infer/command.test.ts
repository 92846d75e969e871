import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { CODED_CLASSES, drawCodedPage } from '../support/coded-pages.ts';
import { openRehearsal, REGION, type Rehearsal, writeFiles } from '../support/rehearsal.ts';
import { MODEL } from './pages.ts';

const OTHER = 'us.amazon.nova-pro-v1:0';

describe.skipIf(!isBuilt)(`novatune infer (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    [home, rehearsal] = await Promise.all([openHome(), openRehearsal()]);
    await writeFiles(home.folder, { 'task.txt': 'Which class is it? Choose one of: invoice, letter, resume.' });
    const labels: Record<string, string> = {};
    for (const [index, name] of CODED_CLASSES.entries()) {
      const image = index === 0 ? `scans/${name}.png` : `scans/deep/${name}.png`;
      await writeFiles(home.folder, { [image]: await drawCodedPage(name, index) });
      labels[image] = name;
    }
    await writeFiles(home.folder, {
      'labels.json': JSON.stringify(labels),
      'list.jsonl': '"scans/invoice.png"\n{"image": "scans/deep/letter.png", "id": "the letter", "label": "letter"}\n',
    });
  });
  afterAll(async () => {
    await rehearsal[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });

  const infer = (...flags: readonly string[]) => {
    const cloud = ['--endpoint-url', rehearsal.local.url, '--region', REGION];
    const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    return home.run(['infer', '--task-prompt-file', 'task.txt', ...cloud, ...flags], credentials);
  };
  const read = (name: string) => readFile(join(home.folder, name), 'utf8');
  const lines = async (name: string) =>
    (await read(name))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('asks about a folder at any depth, and writes the guide’s results with metrics', async () => {
    const asked = ['--model-id', MODEL, '--image-directory', 'scans', '--ground-truth-file', 'labels.json'];
    const { code, stdout } = await infer(...asked, '--predictions', 'p.jsonl', '--output-file', 'results.json');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^3 of 3 documents answered, 0 failed\n3 calls; .*\nlatency of 3 answers/),
    });
    const results = JSON.parse(await read('results.json'));
    expect(results).toMatchObject({
      model_id: MODEL,
      model_name: 'Base Model',
      metrics: { total_images: 3, images_with_ground_truth: 3 },
    });
    expect(results.results.map(({ ground_truth: truth }: { ground_truth: string }) => truth).sort()).toEqual(
      [...CODED_CLASSES].sort(),
    );
    const ids = (await lines('p.jsonl')).map(({ document }) => document).sort();
    expect(ids).toEqual(['deep/letter.png', 'deep/resume.png', 'invoice.png']);
  });

  it('takes answers from the cache in another run, unless it is told not to', async () => {
    const before = rehearsal.count('Converse');
    const asked = ['--model-id', MODEL, '--image-directory', 'scans', '--json'];
    expect(JSON.parse((await infer(...asked, '--predictions', 'again.jsonl')).stdout)).toMatchObject({
      cached: 3,
      calls: 0,
    });
    expect(rehearsal.count('Converse')).toBe(before);
    const own = await infer(...asked, '--predictions', 'own.jsonl', '--no-cache', '--sample', '2', '--seed', '7');
    expect(JSON.parse(own.stdout)).toMatchObject({ documents: 2, cached: 0, calls: 2 });
    expect(rehearsal.count('Converse')).toBe(before + 2);
  });

  it('asks about a list, and says which line of it is wrong', async () => {
    const asked = [
      '--model-id',
      MODEL,
      '--image-list',
      'list.jsonl',
      '--predictions',
      'list-p.jsonl',
      '--output-file',
      'list.json',
    ];
    expect((await infer(...asked)).code).toBe(0);
    expect((await lines('list-p.jsonl')).map(({ document }) => document).sort()).toEqual([
      'scans/invoice.png',
      'the letter',
    ]);
    expect(JSON.parse(await read('list.json')).metrics).toMatchObject({ images_with_ground_truth: 1 });
    await writeFiles(home.folder, { 'bad.jsonl': '"scans/invoice.png"\n{"picture": 1}\n' });
    const bad = await infer('--model-id', MODEL, '--image-list', 'bad.jsonl');
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringMatching(/bad\.jsonl:2: expected a path/) });
  });

  it('compares two models, and falls back, shares and shadows', async () => {
    const two = await infer(
      '--model-id',
      OTHER,
      '--image-directory',
      'scans',
      '--compare-with-base',
      MODEL,
      '--predictions',
      'two.jsonl',
      '--output-file',
      'two.json',
    );
    expect(two.code, two.stderr).toBe(0);
    expect(JSON.parse(await read('two.json')).comparison_type).toBe('model_comparison');
    expect(await lines('two.base.jsonl')).toHaveLength(3);

    const wrong = 'amazon.nova-huge-v1:0';
    const fell = await infer(
      '--model-id',
      wrong,
      '--fallback',
      MODEL,
      '--shadow',
      OTHER,
      '--image-directory',
      'scans',
      '--predictions',
      'f.jsonl',
      '--json',
    );
    expect(fell.code, fell.stderr).toBe(0);
    expect(JSON.parse(fell.stdout)).toMatchObject({
      answered: 3,
      rollout: { primary: 0, fallback: 3, fallbacks: { failed: 3 }, shadow: { answered: 3, failed: 0 } },
    });
    for (const one of await lines('f.jsonl')) {
      expect(one).toMatchObject({
        modelId: MODEL,
        route: { by: 'fallback', reason: 'failed', instead: 'service-validation' },
      });
    }
    expect((await lines('f.shadow.jsonl')).map(({ modelId }) => modelId)).toEqual([OTHER, OTHER, OTHER]);
    const none = await infer(
      '--model-id',
      OTHER,
      '--fallback',
      MODEL,
      '--share',
      '0%',
      '--image-directory',
      'scans',
      '--predictions',
      's.jsonl',
      '--json',
    );
    expect(JSON.parse(none.stdout).rollout).toMatchObject({ fallback: 3, fallbacks: { 'outside-share': 3 } });
  });

  it.each([
    [['--image-directory', 'scans'], 'option-invalid'],
    [['--model-id', MODEL, '--image-directory', 'scans', '--share', '10%'], 'rollout-invalid'],
    [['--model-id', MODEL, '--image-directory', 'scans', '--compare-with-base'], 'base-model-unknown'],
    [['--model-id', MODEL, '--image-directory', 'scans', '--ground-truth-file', 'list.jsonl'], 'ground-truth-invalid'],
  ])('ends with 2 on %j', async (flags, code) => {
    const ended = await infer(...flags, '--json');
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { code } });
  });

  it('ends with 7 when a document fails, and says why', async () => {
    await writeFiles(home.folder, { 'mixed/torn.png': 'no image', 'mixed/page.png': await drawCodedPage('letter', 9) });
    const { code, stderr } = await infer('--model-id', MODEL, '--image-directory', 'mixed', '--predictions', 'm.jsonl');
    expect({ code, stderr }).toEqual({ code: 7, stderr: expect.stringContaining('torn.png: image-') });
  });
});
