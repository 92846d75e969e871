import { describe, expect, it } from 'vitest';
import { inTurn, refusal, scriptedCloud } from '../testing/scripted-cloud.mts';
import { type PreflightInput, preflight } from './preflight.ts';

const sound: PreflightInput = {
  baseModel: 'amazon.nova-lite-v1:0:300k',
  trainingDataUri: 's3://bucket/data/train.jsonl',
  validationDataUri: 's3://bucket/data/validation.jsonl',
  outputUri: 's3://bucket/out/',
  roleArn: 'arn:aws:iam::111122223333:role/path/r',
};

/** One bucket with both files, in us-east-1. */
const cloud = (region?: string) =>
  scriptedCloud(
    {
      objects: {
        bucketRegion: async (bucket) => (bucket === 'bucket' ? 'us-east-1' : undefined),
        head: async (_, key) => (key.startsWith('data/') ? { key, size: 1 } : undefined),
      },
    },
    region,
  );

const codes = async (change: Partial<PreflightInput>, region?: string) =>
  (await preflight({ ...sound, ...change }, cloud(region))).map(({ code }) => code);

describe('preflight', () => {
  it('finds nothing about a sound job', async () => {
    expect(await preflight(sound, cloud())).toEqual([]);
    expect(await codes({ baseModel: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k' })).toEqual(
      [],
    );
    expect(await codes({ baseModel: 'arn:aws:bedrock:us-east-1:111122223333:custom-model/x/y' })).toEqual([]);
  });

  it.each<[Partial<PreflightInput>, string]>([
    [{ baseModel: 'amazon.nova-lite-v1:0' }, 'base-model-not-customizable'],
    [{ baseModel: 'amazon.nova-lite-v1:0:24k' }, 'base-model-not-customizable'],
    [{ baseModel: 'us.amazon.nova-lite-v1:0' }, 'base-model-not-customizable'],
    [{ baseModel: 'amazon.nova-2-lite-v1:0:256k' }, 'validation-file-unsupported'],
    [{ roleArn: 'arn:aws:iam::999988887777:role/r' }, 'role-of-another-account'],
    [{ roleArn: 'arn:aws:iam::111122223333:user/r' }, 'role-arn-invalid'],
    [{ roleArn: 'r' }, 'role-arn-invalid'],
    [{ trainingDataUri: 's3://bucket/data/' }, 'data-uri-not-jsonl'],
    [{ trainingDataUri: 's3://bucket/none.jsonl' }, 'data-missing'],
    [{ validationDataUri: 's3://bucket/none.jsonl' }, 'data-missing'],
    [{ trainingDataUri: 's3://nowhere/data/train.jsonl' }, 'data-missing'],
    [{ outputUri: 's3://nowhere/out/' }, 'output-bucket-missing'],
  ])('finds the fault of %j', async (change, code) => {
    expect(await codes(change)).toEqual([code]);
  });

  it('tells all faults at once, each with a remedy', async () => {
    const findings = await preflight(
      { ...sound, baseModel: 'claude', roleArn: 'r', outputUri: 's3://nowhere/' },
      cloud(),
    );
    expect(findings.map(({ code }) => code)).toEqual([
      'base-model-not-customizable',
      'role-arn-invalid',
      'output-bucket-missing',
    ]);
    for (const finding of findings) {
      expect(finding).toMatchObject({
        severity: 'error',
        remedy: expect.stringMatching(/.{10}/),
        source: expect.stringMatching(/^https:/),
      });
    }
  });

  it('knows that Nova is customized in one region', async () => {
    expect(await codes({}, 'eu-west-1')).toEqual([
      'region-not-supported',
      'bucket-in-another-region',
      'bucket-in-another-region',
      'bucket-in-another-region',
    ]);
  });

  it('does not ask a bucket of another region for its objects', async () => {
    const elsewhere = scriptedCloud({ objects: { bucketRegion: inTurn<string | undefined>('eu-west-1') } });
    const found = await preflight({ ...sound, validationDataUri: 's3://bucket/v.jsonl' }, elsewhere);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['bucket-in-another-region']));
  });

  it('passes on what the service refuses', async () => {
    const closed = scriptedCloud({ objects: { bucketRegion: inTurn<string | undefined>(refusal) } });
    await expect(preflight(sound, closed)).rejects.toBe(refusal);
  });
});
