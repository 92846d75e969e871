import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../lib/hash.ts';
import { type BatchQuestion, type BatchRecord, lineBytes, recordIdOf, recordLine } from './batch-record.ts';
import { batchRoleDocument } from './batch-role.ts';
import { mergePredictions } from './merge-predictions.ts';
import { type BatchOptions, planBatch } from './plan-batch.ts';
import { requireBatchModel } from './require-batch-model.ts';

const QUESTION: BatchQuestion = {
  prompts: { system: 'You sort.', task: 'Which “class”?\n' },
  parameters: { maxTokens: 256, temperature: 0, topK: 5 },
  shape: 'Converse',
};
const OPTIONS: BatchOptions = {
  ...QUESTION,
  modelId: 'us.amazon.nova-lite-v1:0',
  outputUri: 's3://bucket/out',
  tags: {},
};
const record = (index: number, bytes = 1000): BatchRecord => ({
  recordId: recordIdOf(`key-${index}`),
  key: `key-${index}`,
  documents: [`doc-${index}`],
  image: `/data/${index}.png`,
  format: 'png',
  bytes,
  sha256: sha256Hex(String(index)),
});
const records = (count: number, bytes?: number) => Array.from({ length: count }, (_, index) => record(index, bytes));

describe('a plan', () => {
  it('puts everything of the input into one folder, whose name follows from the content', () => {
    const plan = planBatch(records(100), OPTIONS);
    expect(plan.request).toMatchObject({
      jobName: expect.stringMatching(/^novatune-batch-[0-9a-f]{12}$/),
      inputUri: `s3://bucket/${plan.inputPrefix}`,
      outputUri: 's3://bucket/out/',
    });
    expect(plan.inputPrefix).toMatch(/^out\/records\/[0-9a-f]{16}\/$/);
    expect(plan.files.map(({ key }) => key)).toEqual([`${plan.inputPrefix}records-0001.jsonl`]);
    expect(planBatch(records(100).reverse(), OPTIONS).inputPrefix).toBe(plan.inputPrefix);
    expect(planBatch(records(101), OPTIONS).inputPrefix).not.toBe(plan.inputPrefix);
    expect(planBatch(records(100), { ...OPTIONS, media: 's3' }).inputPrefix).not.toBe(plan.inputPrefix);
  });

  it('loses no record and fills no file beyond its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 }), (sizes) => {
        const given = sizes.map((bytes, index) => record(index, bytes));
        const { files } = planBatch(given, { ...OPTIONS, minRecords: 1, fileBytes: 20_000 });
        expect(files.flatMap((file) => file.records)).toEqual(given);
        for (const { bytes } of files) expect(bytes).toBeLessThanOrEqual(20_000);
      }),
    );
  });

  it('knows the length of a line before it is written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('Converse', 'InvokeModel'), (bytes, shape) => {
        const question = { ...QUESTION, shape } as const;
        const line = `${recordLine(record(1), { bytes }, question)}\n`;
        expect(lineBytes(record(1, bytes.length), 'inline', question)).toBe(Buffer.byteLength(line));
      }),
    );
  });

  it('writes Converse and native bodies', () => {
    const parse = (shape: BatchQuestion['shape']) =>
      JSON.parse(recordLine(record(1), { uri: 's3://bucket/a.png' }, { ...QUESTION, shape })) as object;
    const image = { image: { format: 'png', source: { s3Location: { uri: 's3://bucket/a.png' } } } };
    const messages = [{ role: 'user', content: [image, { text: 'Which “class”?\n' }] }];
    expect(parse('Converse')).toEqual({
      recordId: record(1).recordId,
      modelInput: {
        system: [{ text: 'You sort.' }],
        messages,
        inferenceConfig: { maxTokens: 256, temperature: 0 },
        additionalModelRequestFields: { inferenceConfig: { topK: 5 } },
      },
    });
    expect(parse('InvokeModel')).toMatchObject({
      modelInput: {
        schemaVersion: 'messages-v1',
        messages,
        inferenceConfig: { maxTokens: 256, temperature: 0, topK: 5 },
      },
    });
  });

  it('moves images to S3 when one is too large for a record', () => {
    expect(planBatch(records(100), OPTIONS).media).toBe('inline');
    expect(planBatch([...records(100), record(100, 5_000_000)], OPTIONS).media).toBe('s3');
  });

  it.each([
    [records(99), {}, 'batch-too-small'],
    [records(100, 60_000_000), { media: 'inline' as const }, 'batch-too-large'],
    [records(100), { jobName: 'no_underscore' }, 'name-invalid'],
    [records(100), { outputUri: 's3://bucket/with space/' }, 's3-uri-invalid'],
    [records(100), { outputUri: 'bucket' }, 's3-uri-invalid'],
    [records(100), { timeoutHours: 5 }, 'option-invalid'],
  ])('is refused (%#)', (given, change, code) => {
    expect(() => planBatch(given, { ...OPTIONS, ...change })).toThrow(expect.objectContaining({ code }));
  });
});

it.each([
  'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl',
  'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl',
  'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl',
  'amazon.nova-lite-v1:0:300k',
])('%s cannot be asked in batches', (modelId) => {
  expect(() => requireBatchModel(modelId)).toThrow(expect.objectContaining({ code: 'batch-model-unsupported' }));
});

it.each([
  'us.amazon.nova-lite-v1:0',
  'amazon.nova-lite-v1:0',
  'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
  'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0',
])('%s can', (modelId) => {
  expect(requireBatchModel(modelId)).toBe(modelId);
});

it('ids of records have the length of AWS’s examples and do not collide', () => {
  const ids = records(5000).map(({ recordId }) => recordId);
  expect(new Set(ids).size).toBe(5000);
  for (const id of ids) expect(id).toMatch(/^[A-Z0-9]{11}$/);
});

it('the role may touch the folders of the job alone, for batch inference jobs of the account alone', () => {
  const plan = planBatch(records(100), OPTIONS);
  const role = batchRoleDocument(plan, { accountId: '111122223333', region: 'us-east-1' });
  expect(JSON.stringify(role.trust)).toContain('arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/*');
  const resources = JSON.stringify(role.policies).match(/arn:aws:s3:::[^"]+/g);
  expect(resources).toEqual([
    'arn:aws:s3:::bucket',
    `arn:aws:s3:::bucket/${plan.inputPrefix}*`,
    'arn:aws:s3:::bucket/out/*',
  ]);
});

describe('merged predictions', () => {
  const about = (document: string, rest: object) => ({ document, key: 'k', modelId: 'm', attempts: 1, ...rest });
  it('keep answers before failures, come in the order of the data set and lose nothing else', () => {
    const merged = mergePredictions(
      [
        about('b', { answer: 'old' }),
        about('other', { answer: 'x' }),
        about('a', { error: { code: 'e', message: '' } }),
      ],
      [about('a', { answer: 'new' }), about('b', { error: { code: 'e', message: '' } }), about('c', { answer: 'c' })],
      ['a', 'b', 'c'],
    );
    expect(merged.map(({ document, answer }) => [document, answer])).toEqual([
      ['a', 'new'],
      ['b', 'old'],
      ['c', 'c'],
      ['other', 'x'],
    ]);
  });
});
