import { BedrockClient, CreateModelCustomizationJobCommand } from '@aws-sdk/client-bedrock';
import { IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import { type Cloud, connect } from '../../src/toolkit/index.ts';
import { ACCOUNT, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { type JobRequest, sampleJob, textRecords } from '../support/text-job.ts';
import { diagnose, inputOf } from './diagnose.ts';

let rehearsal: Rehearsal;
let iam: IAMClient;
let config: { endpoint: string; region: string; credentials: typeof LOCAL_CREDENTIALS };
beforeAll(async () => {
  rehearsal = await openRehearsal();
  config = { endpoint: rehearsal.local.url, region: REGION, credentials: LOCAL_CREDENTIALS };
  iam = new IAMClient(config);
});
afterAll(async () => {
  iam.destroy();
  await rehearsal[Symbol.asyncDispose]();
});

let count = 0;
/** A job that would be taken, with bucket, file and role of its own. */
async function goodJob(): Promise<JobRequest> {
  count += 1;
  const suffix = `p${count}`;
  return sampleJob(rehearsal.cloud, (name) => `${name}-${suffix}`, `job-${suffix}`);
}

const roleName = ({ roleArn }: JobRequest): string => roleArn.slice(roleArn.lastIndexOf('/') + 1);
const bucketOf = ({ outputUri }: JobRequest): string => new URL(outputUri).host;

/** Puts another trust on the role of a job. */
const trust = (job: JobRequest, statement: object) =>
  iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: roleName(job),
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }],
      }),
    }),
  );

/** Denies the role of a job something, whatever its other policies say. */
const deny = (job: JobRequest, action: string) =>
  iam.send(
    new PutRolePolicyCommand({
      RoleName: roleName(job),
      PolicyName: 'denied',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
      }),
    }),
  );

const put = (job: JobRequest, key: string, text: string) =>
  rehearsal.cloud.objects.put(bucketOf(job), key, text, { contentType: 'application/jsonl' });

/** One record of an image, as the given block has it. */
const imageRecord = (image: object): string =>
  JSON.stringify({
    schemaVersion: 'bedrock-conversation-2024',
    messages: [
      { role: 'user', content: [{ text: 'Who sells?' }, { image }] },
      { role: 'assistant', content: [{ text: 'ACME' }] },
    ],
  });

interface Refusal {
  readonly refusal: string;
  /** How the job is spoilt. */
  readonly spoil: (job: JobRequest) => Promise<JobRequest> | JobRequest;
  readonly code: string;
}

const INVALID_MODEL = 'The provided model identifier is invalid.';
const NOT_ASSUMED = 'Could not assume provided IAM role.';
const SCHEMA = 'Unable to parse S3 file due to invalid data schema/format.';

/** Refusals of CreateModelCustomizationJob that were seen on AWS, each with ways to earn it. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  'a model id without its suffix': {
    refusal: INVALID_MODEL,
    code: 'base-model-not-customizable',
    spoil: (job) => ({ ...job, baseModel: 'amazon.nova-lite-v1:0' }),
  },
  'the 24k variant of a model': {
    refusal: INVALID_MODEL,
    code: 'base-model-not-customizable',
    spoil: (job) => ({ ...job, baseModel: 'amazon.nova-lite-v1:0:24k' }),
  },
  'the model of another vendor': {
    refusal: INVALID_MODEL,
    code: 'base-model-not-customizable',
    spoil: (job) => ({ ...job, baseModel: 'anthropic.claude-3-5-sonnet-20241022-v2:0' }),
  },
  'an inference profile': {
    refusal: INVALID_MODEL,
    code: 'base-model-not-customizable',
    spoil: (job) => ({ ...job, baseModel: 'us.amazon.nova-lite-v1:0' }),
  },
  'a prefix instead of a file': {
    refusal: 'Input data must be in .jsonl format',
    code: 'data-uri-not-jsonl',
    spoil: (job) => ({ ...job, trainingDataUri: `s3://${bucketOf(job)}/data/` }),
  },
  'a file of another kind': {
    refusal: 'Input data must be in .jsonl format',
    code: 'data-uri-not-jsonl',
    spoil: (job) => ({ ...job, trainingDataUri: `s3://${bucketOf(job)}/data/train.json` }),
  },
  'a role that is not there': {
    refusal: NOT_ASSUMED,
    code: 'role-missing',
    spoil: (job) => ({ ...job, roleArn: `arn:aws:iam::${ACCOUNT}:role/nobody` }),
  },
  'a role with another path': {
    refusal: NOT_ASSUMED,
    code: 'role-path-wrong',
    spoil: (job) => ({ ...job, roleArn: `arn:aws:iam::${ACCOUNT}:role/service-role/${roleName(job)}` }),
  },
  'a role that trusts another service': {
    refusal: NOT_ASSUMED,
    code: 'role-trust-missing',
    spoil: async (job) => {
      await trust(job, { Principal: { Service: 'sagemaker.amazonaws.com' } });
      return job;
    },
  },
  'a role that trusts Bedrock for another account': {
    refusal: NOT_ASSUMED,
    code: 'role-trust-missing',
    spoil: async (job) => {
      await trust(job, {
        Principal: { Service: 'bedrock.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '999988887777' } },
      });
      return job;
    },
  },
  'a role that trusts Bedrock for jobs of another region': {
    refusal: NOT_ASSUMED,
    code: 'role-trust-missing',
    spoil: async (job) => {
      await trust(job, {
        Principal: { Service: 'bedrock.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:bedrock:us-west-2:${ACCOUNT}:model-customization-job/*` } },
      });
      return job;
    },
  },
  'images called jpg': {
    refusal: SCHEMA,
    code: 'image-format',
    spoil: async (job) => {
      const uri = `s3://${bucketOf(job)}/data/1.jpg`;
      const record = imageRecord({ format: 'jpg', source: { s3Location: { uri, bucketOwner: ACCOUNT } } });
      await put(job, 'data/train.jsonl', `${record}\n${textRecords()}`);
      return job;
    },
  },
  'images without s3://': {
    refusal: SCHEMA,
    code: 's3-uri',
    spoil: async (job) => {
      const uri = `${bucketOf(job)}/data/1.jpg`;
      const record = imageRecord({ format: 'jpeg', source: { s3Location: { uri, bucketOwner: ACCOUNT } } });
      await put(job, 'data/train.jsonl', `${record}\n${textRecords()}`);
      return job;
    },
  },
  'records of another trainer': {
    refusal: SCHEMA,
    code: 'record-shape',
    spoil: async (job) => {
      await put(job, 'data/train.jsonl', `${JSON.stringify({ prompt: 'Who sells?', completion: 'ACME' })}\n`);
      return job;
    },
  },
  'a role of another account': {
    refusal: 'Cross-account pass role is not allowed.',
    code: 'role-of-another-account',
    spoil: (job) => ({ ...job, roleArn: 'arn:aws:iam::999988887777:role/tuning' }),
  },
  'a role that may not read': {
    refusal: 'Could not validate GetObject permissions to access Amazon S3 bucket',
    code: 'role-cannot-read',
    spoil: async (job) => {
      await deny(job, 's3:GetObject');
      return job;
    },
  },
  'a bucket in another region': {
    refusal: 'Could not validate GetObject permissions to access Amazon S3 bucket',
    code: 'bucket-in-another-region',
    spoil: async (job) => {
      const bucket = `${bucketOf(job)}-west`;
      await inRegion('us-west-2', bucket, textRecords());
      return { ...job, trainingDataUri: `s3://${bucket}/data/train.jsonl` };
    },
  },
  'a file that is not there': {
    refusal: 'Could not validate GetObject permissions to access Amazon S3 bucket',
    code: 'data-missing',
    spoil: (job) => ({ ...job, trainingDataUri: `s3://${bucketOf(job)}/data/Train.jsonl` }),
  },
  'a role that may not write': {
    refusal: 'Amazon S3 perms missing (PutObject): Could not validate PutObject permissions',
    code: 'role-cannot-write',
    spoil: async (job) => {
      await deny(job, 's3:PutObject');
      return job;
    },
  },
  'a name that is taken': {
    refusal: 'already exists.',
    code: 'job-name-taken',
    spoil: async (job) => {
      const other = await goodJob();
      await rehearsal.cloud.customizer.submit(other);
      return { ...job, jobName: other.jobName };
    },
  },
};

async function inRegion(region: string, bucket: string, text: string): Promise<void> {
  const s3 = new S3Client({ ...config, region, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'us-west-2' } }),
  );
  s3.destroy();
  const there: Cloud = connect({ ...config, region });
  await there.objects.put(bucket, 'data/train.jsonl', text, { contentType: 'application/jsonl' });
}

const SUBMIT = 'CreateModelCustomizationJob';

describe('a job that will be refused is predicted without submitting', () => {
  it('but not one that will be taken', async () => {
    const job = await goodJob();
    const report = await diagnose(inputOf(job), rehearsal.cloud);
    expect(report).toMatchObject({ codes: [], healthy: true, counts: { error: 0, unknown: 0 } });
    await expect(rehearsal.cloud.customizer.submit(job)).resolves.toMatch(/^arn:/);
  });

  it.each(Object.entries(REFUSALS))('%s', async (_, { refusal, code, spoil }) => {
    const job = await spoil(await goodJob());
    const submitted = rehearsal.count(SUBMIT);
    const { diagnoses, codes } = await diagnose(inputOf(job), rehearsal.cloud);
    expect(rehearsal.count(SUBMIT)).toBe(submitted);
    expect(codes).toContain(code);
    const found = diagnoses.find((diagnosis) => diagnosis.code === code);
    expect(found).toMatchObject({ remedy: expect.any(String), refusal: expect.stringContaining(refusal) });
    // The doctor's words hold the service's own, as far as they do not name the request.
    const answer = rehearsal.cloud.customizer.submit(job);
    await expect(answer).rejects.toMatchObject({ message: expect.stringContaining(found?.refusal ?? '') });
  });

  it('a role that was made a moment ago', async () => {
    rehearsal.local.changeSettings({ rolePropagationMs: 60_000 });
    try {
      const job = await goodJob();
      const { diagnoses } = await diagnose(inputOf(job), rehearsal.cloud);
      expect(diagnoses.find(({ code }) => code === 'role-new')).toMatchObject({
        status: 'warning',
        refusal: NOT_ASSUMED,
        remedy: expect.stringContaining('job create tries again'),
      });
      await expect(rehearsal.cloud.customizer.submit(job)).rejects.toThrow(NOT_ASSUMED);
    } finally {
      rehearsal.local.changeSettings({ rolePropagationMs: 0 });
    }
  });

  it('a validation file that is not in a list of validators', async () => {
    const { hyperparameters, ...job } = await goodJob();
    const request = {
      jobName: job.jobName,
      customModelName: job.modelName,
      roleArn: job.roleArn,
      baseModelIdentifier: job.baseModel,
      trainingDataConfig: { s3Uri: job.trainingDataUri },
      validationDataConfig: { s3Uri: job.trainingDataUri },
      outputDataConfig: { s3Uri: job.outputUri },
      hyperParameters: hyperparameters,
    };
    const { diagnoses, codes } = await diagnose({ request }, rehearsal.cloud);
    expect(codes).toEqual(['request-member-missing', 'request-member-unknown']);
    expect(diagnoses.flatMap(({ status, refusal }) => (status === 'error' && refusal) || [])).toEqual([
      'Missing required parameter in validationDataConfig: "validators"',
      'Unknown parameter in validationDataConfig: "s3Uri", must be one of: validators',
    ]);
    const bedrock = new BedrockClient(config);
    const answer = bedrock.send(new CreateModelCustomizationJobCommand(request as never));
    await expect(answer).rejects.toThrow(/validators/);
    bedrock.destroy();
  });

  it('a denial by policy; the refusal is switched on, since the local cloud lets callers do everything', async () => {
    const job = await goodJob();
    const refusal = 'with an explicit deny in a service control policy';
    const caller = await goodJob();
    await trust(caller, { Principal: { AWS: ACCOUNT } });
    await deny(caller, `bedrock:${SUBMIT}`);
    const sts = new STSClient(config);
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: caller.roleArn, RoleSessionName: 'me' }));
    sts.destroy();
    const cloud = connect({
      ...config,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    });
    const { diagnoses, codes } = await diagnose(inputOf(job), cloud);
    expect(codes).toEqual(expect.arrayContaining(['caller-not-allowed', 'caller-cannot-pass-role']));
    expect(diagnoses.find(({ code }) => code === 'caller-not-allowed')).toMatchObject({
      message: `The caller is denied bedrock:${SUBMIT}.`,
      refusal: expect.stringContaining('with an explicit deny'),
    });
    rehearsal.local.faults.add({
      kind: 'error',
      service: 'bedrock',
      operation: SUBMIT,
      code: 'AccessDeniedException',
      message: `User: ${caller.roleArn} is not authorized to perform: bedrock:${SUBMIT} ${refusal}`,
      first: 1,
    });
    await expect(cloud.customizer.submit(job)).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining(refusal),
    });
    await cloud.close();
  });
});
