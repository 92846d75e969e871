import {
  CreateKeyCommand,
  DisableKeyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import { connect, serviceRoleDocument } from '../../src/toolkit/index.ts';
import { ACCOUNT, connectTo, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { type JobRequest, sampleJob, textRecords } from '../support/text-job.ts';
import { diagnose, inputOf } from './diagnose.ts';

let rehearsal: Rehearsal;
let job: JobRequest;
let bucket: string;
let kms: KMSClient;
let s3: S3Client;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  job = await sampleJob(rehearsal.cloud, (name) => `${name}-checks`, 'checks');
  bucket = new URL(job.outputUri).host;
  const config = { endpoint: rehearsal.local.url, region: REGION, credentials: LOCAL_CREDENTIALS };
  kms = new KMSClient(config);
  s3 = new S3Client({ ...config, forcePathStyle: true });
});
afterAll(async () => {
  kms.destroy();
  s3.destroy();
  await rehearsal[Symbol.asyncDispose]();
});

const codesOf = async (change: Parameters<typeof diagnose>[0], options = {}): Promise<readonly string[]> => {
  const { diagnoses } = await diagnose({ ...inputOf(job), ...change }, rehearsal.cloud, options);
  return diagnoses.flatMap(({ code }) => (code === 'ok' || code === 'role-new' ? [] : code));
};
const newKey = async (input: ConstructorParameters<typeof CreateKeyCommand>[0] = {}) =>
  (await kms.send(new CreateKeyCommand(input))).KeyMetadata?.Arn ?? '';
const put = (key: string, text: string | Uint8Array) =>
  rehearsal.cloud.objects.put(bucket, key, text, { contentType: 'application/jsonl' });

describe('the key of the model', () => {
  it('has to be usable by the role', async () => {
    const key = await newKey();
    expect(await codesOf({ kmsKey: key })).toEqual(['key-not-usable']);
    const reads = [`s3://${bucket}/data/`];
    const { arn } = await rehearsal.cloud.roles.put(
      serviceRoleDocument({
        name: 'role-with-key',
        accountId: ACCOUNT,
        region: REGION,
        reads,
        outputUri: job.outputUri,
        kmsKey: key,
        tags: {},
      }),
    );
    expect(await codesOf({ kmsKey: key, roleArn: arn })).toEqual([]);
    const closed = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ann` },
      Action: 'kms:*',
      Resource: '*',
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [closed] });
    await kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy }));
    expect(await codesOf({ kmsKey: key, roleArn: arn })).toEqual(['key-not-usable']);
  });

  it.each([
    ['is not there', async () => '00000000-0000-4000-8000-000000000000', 'key-missing'],
    ['is an alias of nothing', async () => 'alias/none', 'key-missing'],
    ['is elsewhere', async () => `arn:aws:kms:eu-west-1:${ACCOUNT}:key/x`, 'key-in-another-region'],
    ['is for signing', () => newKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }), 'key-of-wrong-kind'],
    [
      'is disabled',
      async () => {
        const KeyId = await newKey();
        await kms.send(new DisableKeyCommand({ KeyId }));
        return KeyId;
      },
      'key-disabled',
    ],
    [
      'is being deleted',
      async () => {
        const KeyId = await newKey();
        await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
        return KeyId;
      },
      'key-being-deleted',
    ],
  ])('%s', async (_, make, code) => {
    expect(await codesOf({ kmsKey: await make() })).toEqual([code]);
  });
});

describe('data', () => {
  it('names images that are not there, and those that the role may not read', async () => {
    const image = (key: string) => ({
      schemaVersion: 'bedrock-conversation-2024',
      messages: [
        {
          role: 'user',
          content: [
            { text: `Who sells ${key}?` },
            {
              image: { format: 'png', source: { s3Location: { uri: `s3://${bucket}/${key}`, bucketOwner: ACCOUNT } } },
            },
          ],
        },
        { role: 'assistant', content: [{ text: 'ACME' }] },
      ],
    });
    const keys = Array.from({ length: 10 }, (_, index) => `pictures/${index}.png`);
    await put('data/images.jsonl', `${keys.map((key) => JSON.stringify(image(key))).join('\n')}\n`);
    await Promise.all(keys.slice(1).map((key) => put(key, 'x')));
    const trainingDataUri = `s3://${bucket}/data/images.jsonl`;
    expect(await codesOf({ trainingDataUri })).toEqual(['role-cannot-read-media', 'media-missing']);
    await put(keys[0] ?? '', 'x');
    expect(await codesOf({ trainingDataUri })).toEqual(['role-cannot-read-media']);
  });

  it('is judged by its beginning when it is large', async () => {
    await put('data/large.jsonl', textRecords(200));
    const { diagnoses } = await diagnose(
      { ...inputOf(job), trainingDataUri: `s3://${bucket}/data/large.jsonl` },
      rehearsal.cloud,
      { mostBytes: 4096 },
    );
    const records = diagnoses.find(({ check }) => check === 'records');
    expect(records).toMatchObject({ status: 'ok', message: expect.stringMatching(/^1\d records .*beginning/) });
    expect(diagnoses.find(({ check }) => check === 'row-quota')).toMatchObject({ code: 'rows-not-counted' });
  });

  it('that is empty, or in a place that Bedrock does not take', async () => {
    await put('data/empty.jsonl', new Uint8Array());
    expect(await codesOf({ trainingDataUri: `s3://${bucket}/data/empty.jsonl` })).toContain('data-empty');
    expect(await codesOf({ outputUri: `s3://${bucket}/a=b//c/` })).toContain('s3-uri-invalid');
    expect(await codesOf({ trainingDataUri: `s3://${bucket}-none/data/x.jsonl` })).toContain('bucket-missing');
  });

  it('in a folder of this machine that is no data set', async () => {
    expect(await codesOf({ datasetFolder: rehearsal.folder })).toEqual(['file-not-found']);
  });
});

describe('buckets', () => {
  it('that are open, or closed to the role', async () => {
    const other = `${bucket}-open`;
    await rehearsal.cloud.objects.createBucket(other, REGION, {});
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: other }));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: other }));
    const outputUri = `s3://${other}/out/`;
    expect(await codesOf({ outputUri })).toEqual(
      expect.arrayContaining(['role-cannot-write', 'bucket-public-access', 'bucket-without-tls']),
    );
    const denial = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${other}/*` };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [denial] });
    await s3.send(new PutBucketPolicyCommand({ Bucket: other, Policy }));
    expect(await codesOf({ outputUri })).toContain('bucket-policy-denies');
  });

  it('of someone else', async () => {
    const stranger = { accessKeyId: '444455556666', secretAccessKey: 'x' };
    const config = { endpoint: rehearsal.local.url, region: REGION, credentials: stranger };
    const theirs = connect(config);
    await theirs.objects.createBucket('of-a-stranger', REGION, {});
    await theirs.close();
    expect(await codesOf({ outputUri: 's3://of-a-stranger/out/' })).toContain('bucket-not-accessible');
    expect(await codesOf({ newBucket: 'of-a-stranger' })).toEqual(['bucket-name-taken']);
    expect(await codesOf({ newBucket: 'not-made-yet' })).toEqual([]);
  });
});

describe('quotas and names', () => {
  it('that leave no room', async () => {
    rehearsal.local.changeSettings({ customModels: 0, requestsPerMinute: 10 });
    expect(await codesOf({})).toEqual(['custom-models-full', 'inference-quota-low']);
    await expect(rehearsal.cloud.customizer.submit({ ...job, clientToken: 'full' })).rejects.toThrow(
      'You have reached the quota of 0 custom models.',
    );
    rehearsal.local.changeSettings({ customModels: 100, requestsPerMinute: 0 });
  });

  it('say that deployments do without model units', async () => {
    rehearsal.local.changeSettings({ noCommitmentModelUnits: 0 });
    const { diagnoses } = await diagnose({}, rehearsal.cloud);
    expect(diagnoses.find(({ check }) => check === 'throughput-quota')?.message).toMatch(/0 model units.*deployments/);
    rehearsal.local.changeSettings({ noCommitmentModelUnits: 2 });
  });

  it('that the API does not take', async () => {
    expect(await codesOf({ jobName: 'a_b', modelName: 'a--b', endpointName: '-' })).toEqual([
      'job-name-invalid',
      'model-name-invalid',
      'endpoint-name-invalid',
    ]);
  });
});

describe('the region', () => {
  it('where Nova is not customized', async () => {
    const cloud = connectTo(rehearsal.local.url, 'us-west-2');
    const withJob = await diagnose({ baseModel: 'nova-lite' }, cloud);
    expect(withJob.codes).toEqual(expect.arrayContaining(['region-not-supported', 'model-not-offered']));
    expect(withJob.diagnoses.find(({ code }) => code === 'inference-profile-needed')).toMatchObject({
      status: 'warning',
      remedy: 'Ask it as us.amazon.nova-lite-v1:0.',
    });
    const without = await diagnose({}, cloud);
    expect(without).toMatchObject({ healthy: true, codes: [] });
    await cloud.close();
  });
});
