import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CostEstimate, JobDetails } from '../../src/toolkit/index.ts';
import { type Home, isBuilt, openHome, WHY_SKIPPED } from '../cli/support/novatune.ts';
import { drawCodedPage } from '../support/coded-pages.ts';
import { openRehearsal, REGION, type Rehearsal, writeFiles } from '../support/rehearsal.ts';

const record = (text: string) => ({
  schemaVersion: 'bedrock-conversation-2024',
  messages: [
    { role: 'user', content: [{ text }] },
    { role: 'assistant', content: [{ text: 'memo' }] },
  ],
});
const TRAINING = Array.from({ length: 10 }, (_, index) => JSON.stringify(record(`Which kind is page ${index}?`))).join(
  '\n',
);
const LITE = 'us.amazon.nova-lite-v1:0';

describe.skipIf(!isBuilt)(`novatune cost (${isBuilt ? 'built' : WHY_SKIPPED})`, () => {
  let home: Home;
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    [home, rehearsal] = await Promise.all([openHome(), openRehearsal()]);
    await writeFiles(home.folder, {
      'train.jsonl': TRAINING,
      'prices.yaml': 'date: 2026-11-01\nsource: our agreement\nprices:\n  nova-lite: { training: 0.002 }\n',
      'broken.yaml': 'date: 2026-11-01\nsource: x\nprices:\n  nova-lite: { train: 1 }\n',
      'prompt.txt': 'Which kind is it?',
      'scans/a.png': await drawCodedPage('letter', 0),
      'scans/b.png': await drawCodedPage('invoice', 0),
    });
  });
  afterAll(async () => {
    await rehearsal[Symbol.asyncDispose]();
    await home[Symbol.asyncDispose]();
  });

  const paid = (...args: readonly string[]) =>
    home.run([...args, '--endpoint-url', rehearsal.local.url, '--region', REGION], {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  const estimate = (...flags: readonly string[]) =>
    home.run(['cost', 'estimate', '--training-data', 'train.jsonl', '--bundled', ...flags]);

  it('estimates a training file as a range, with dates, and says what is unknown', async () => {
    const lite = await estimate('--base-model', 'nova-lite');
    expect(lite).toMatchObject({ code: 0, stderr: '' });
    expect(lite.stdout).toContain('total at least $1.75 (prices of 2026-04, bundled table)');
    expect(lite.stdout).toContain('unknown: price of nova-lite training per 1K tokens');
    const micro = JSON.parse(
      (await estimate('--base-model', 'nova-micro', '--epoch-count', '3', '--json')).stdout,
    ) as CostEstimate;
    expect(micro.total).toMatchObject({ complete: true });
    expect(micro.lines[0]).toMatchObject({ step: 'training', unit: '1K tokens', unitPrice: { date: '2026-08-02' } });
    const own = await estimate('--base-model', 'nova-lite', '--prices', 'prices.yaml', '--max-cost', '5');
    expect(own).toMatchObject({ code: 0, stdout: expect.stringContaining('bundled table') });
    expect(own.stdout).toContain('--prices');
  });

  it.each([
    ['a cost above the limit', ['--base-model', 'nova-micro', '--max-cost', '1'], 6, 'over-budget'],
    ['a cost that is not known', ['--base-model', 'nova-lite', '--max-cost', '100'], 6, 'over-budget'],
    ['a file of prices with an unknown key', ['--prices', 'broken.yaml'], 2, 'prices-invalid'],
    ['an unknown model', ['--base-model', 'nova-huge'], 2, 'base-model-unknown'],
    ['two inputs', ['--dataset', 'data'], 2, 'option-invalid'],
  ])('refuses %s', async (_, flags, exit, code) => {
    const { code: ended, stderr } = await estimate(...flags, '--json');
    expect(ended).toBe(exit);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code, remedy: expect.stringMatching(/\S/) } });
  });

  it('shows prices of the price list over those of the table, with their origin', async () => {
    const { stdout } = await paid('cost', 'prices', '--json');
    const { prices, unknown } = JSON.parse(stdout) as {
      prices: { model: string; item: string; origin: string; date: string; source: string }[];
      unknown: string[];
    };
    expect(prices).toContainEqual(
      expect.objectContaining({ model: 'nova-2-lite', item: 'training', origin: 'rehearsal', date: '2026-08-02' }),
    );
    expect(prices).toContainEqual(
      expect.objectContaining({ model: 'nova-lite', item: 'throughput-hour', origin: 'bundled' }),
    );
    expect(unknown).toContain('nova-lite training');
    const alone = await home.run(['cost', 'prices', '--bundled']);
    expect(alone).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^USD, us-east-1/) });
  });

  it('says when the price list cannot be read, and goes on', async () => {
    const { code, stdout, stderr } = await home.run(['cost', 'prices']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^prices of AWS's list are not to be had, the bundled table is taken: /);
    expect(stdout).toContain('nova-2-lite');
  });

  it('finds the break-even of measured tokens', async () => {
    const line = {
      document: 'a',
      key: 'k',
      modelId: LITE,
      answer: 'memo',
      inputTokens: 2000,
      outputTokens: 10,
      attempts: 1,
    };
    await writeFiles(home.folder, { 'answers.jsonl': `${JSON.stringify(line)}\n`, 'none.jsonl': '' });
    const measured = ['cost', 'break-even', '--bundled', '--base-model', 'nova-2-lite', '--documents-per-day', '1000'];
    const { stdout } = await home.run([...measured, '--predictions', 'answers.jsonl']);
    expect(stdout).toContain('from about 2,300,000 to 2,400,000 documents a day (prices of 2026-08-02, bundled table)');
    expect(stdout).toContain('1,000 documents a day: on demand is cheaper');
    expect((await home.run([...measured, '--predictions', 'none.jsonl'])).code).toBe(2);
  });

  it('holds paid commands back before their first paid call', async () => {
    const infer = ['infer', '--model-id', LITE, '--image-directory', 'scans', '--task-prompt-file', 'prompt.txt'];
    const label = ['dataset', 'label', '--images', 'scans', '--model-id', LITE, '--out', 'labels.csv'];
    for (const command of [infer, label]) {
      const { code, stderr } = await paid(...command, '--max-cost', '0.00001');
      expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringMatching(/estimate \$[\s\S]*over-budget/) });
    }
    expect(rehearsal.count('Converse')).toBe(0);
    const allowed = await paid(...infer, '--max-cost', '1', '--predictions', 'p.jsonl');
    expect(allowed).toMatchObject({ code: 0, stderr: expect.stringContaining('estimate $') });
    expect(rehearsal.count('Converse')).toBe(2);
  });

  it('holds a job back, also when its price is unknown', async () => {
    const bucket = 'cost-test-bucket';
    await rehearsal.cloud.objects.createBucket(bucket, REGION, {});
    await rehearsal.cloud.objects.put(bucket, 'train.jsonl', TRAINING, { contentType: 'application/jsonl' });
    const job = (model: string, max: string) =>
      paid(
        ...['job', 'create', '--job-name', 'costly', '--base-model', model, '--create-role', '--max-cost', max],
        ...['--training-data-uri', `s3://${bucket}/train.jsonl`, '--output-uri', `s3://${bucket}/out/`],
      );
    const unknown = await job('nova-lite', '1000');
    expect(unknown).toMatchObject({ code: 6, stderr: expect.stringContaining('price of nova-lite training') });
    const dear = await job('nova-micro', '1');
    expect(dear).toMatchObject({ code: 6, stderr: expect.stringMatching(/the estimate is \$1\.\d\d/) });
    expect(rehearsal.count('CreateModelCustomizationJob')).toBe(0);
    expect(rehearsal.count('CreateRole')).toBe(0);
  });

  it('reports a run folder, estimate against actual', async () => {
    const run = join(home.folder, 'run');
    await mkdir(join(run, 'predictions'), { recursive: true });
    const job: Partial<JobDetails> = {
      base_model: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-2-lite-v1:0:256k',
      status: 'Completed',
      hyperparameters: { epochCount: '2' },
      end_time: '2026-01-01T00:00:00Z',
      model_id: 'arn:model',
    };
    await writeFile(join(run, 'job-details.json'), JSON.stringify(job));
    await writeFile(join(run, 'cleanup.json'), '{}');
    await cp(join(home.folder, 'answers.jsonl'), join(run, 'predictions', 'base.jsonl'));
    const { code, stdout } = await home.run(['cost', 'report', 'run', '--bundled', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { recorded: boolean; actual: CostEstimate; steps: { step: string }[] };
    expect(report.recorded).toBe(false);
    expect(report.steps.map(({ step }) => step)).toEqual(['storage', 'inference', 'total']);
    // 2,000 tokens at 0.00006 per thousand, 10 at 0.00024.
    expect(report.actual.lines.find(({ what }) => what === 'nova-lite input')?.low).toBeCloseTo(0.00012, 12);
    await writeFile(join(run, 'cost.json'), JSON.stringify(report.actual));
    const text = await home.run(['cost', 'report', 'run', '--bundled']);
    expect(text.stdout).toMatch(/^step +estimated +actual\nstorage/);
    expect((await home.run(['cost', 'report', 'scans'])).code).toBe(2);
  });
});
