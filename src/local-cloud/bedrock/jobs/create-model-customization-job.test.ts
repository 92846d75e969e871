import type { CreateModelCustomizationJobRequest } from '@aws-sdk/client-bedrock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  allow,
  createJob,
  endOf,
  imageBlock,
  jobRequest,
  jsonLines,
  prepareBucketAndRole,
  put,
  record,
  textRecords,
  trainedModel,
} from '../testing/rehearsal.ts';
import { BUCKET, discard, openTestBedrock, type TestBedrock } from '../testing/test-bedrock.ts';

let bedrock: TestBedrock;
beforeEach(async () => {
  bedrock = await openTestBedrock();
  await prepareBucketAndRole(bedrock);
});
afterEach(() => discard(bedrock));

type Change = Partial<CreateModelCustomizationJobRequest>;
const refusal = (change: Change, region = 'us-east-1') =>
  bedrock.call('CreateModelCustomizationJob', jobRequest(change), { region }).then(
    () => 'accepted',
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );
const trainingOn = (key: string): Change => ({ trainingDataConfig: { s3Uri: `s3://${BUCKET}/${key}` } });

describe('the model identifier', () => {
  const invalid = 'ValidationException: The provided model identifier is invalid.';

  it.each(['amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0:24k', 'meta.llama3-8b', 'us.amazon.nova-lite-v1:0'])(
    'refuses %s',
    async (baseModelIdentifier) => {
      expect(await refusal({ baseModelIdentifier })).toBe(invalid);
    },
  );

  it('refuses a model of another region, and any model in another region', async () => {
    const arn = 'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0:300k';
    expect(await refusal({ baseModelIdentifier: arn })).toBe(invalid);
    expect(await refusal({}, 'us-west-2')).toBe(invalid);
  });

  it('takes the foundation-model ARN', async () => {
    const arn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0:300k';
    expect(await createJob(bedrock, { baseModelIdentifier: arn })).toContain('/amazon.nova-pro-v1:0:300k/');
  });

  it('says that it does not fine-tune custom models further', async () => {
    await trainedModel(bedrock, 'parent');
    expect(await refusal({ baseModelIdentifier: 'parent' })).toBe(
      'ValidationException: The local cloud does not emulate fine-tuning that starts from a custom model.',
    );
  });
});

describe('the order of checks', () => {
  it('is model, location, role, rights, content', async () => {
    const faults: Change[] = [
      { baseModelIdentifier: 'amazon.nova-lite-v1:0' },
      { trainingDataConfig: { s3Uri: `s3://${BUCKET}/data/` } },
      { roleArn: 'arn:aws:iam::111122223333:role/service-role/NovaTune' },
    ];
    await put(bedrock, 'data/train.jsonl', 'no json\n');
    await allow(bedrock, { action: 'GetObject', prefix: 'data/' });
    const seen: string[] = [];
    for (let skip = 0; skip <= faults.length; skip++)
      seen.push(await refusal(Object.assign({}, ...faults.slice(skip))));
    await allow(bedrock, { action: 'GetObject', prefix: 'data/' }, { action: 'PutObject', prefix: 'out/' });
    seen.push(await refusal({ hyperParameters: { epochCount: '9' } }));
    expect(seen).toEqual([
      'ValidationException: The provided model identifier is invalid.',
      `ValidationException: Provided S3 location is invalid: s3://${BUCKET}/data/. Input data must be in .jsonl format`,
      'ValidationException: Could not assume provided IAM role.',
      `ValidationException: Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket: ${BUCKET} at key out/.write_access_check_file.tmp`,
      'ValidationException: Unable to parse S3 file due to invalid data schema/format. For more information on training dataset format requirements, see the Amazon Bedrock User Guide. (Service: BedrockMetadata, Status Code: 400, Request ID: request-1) (SDK Attempt Count: 1)',
    ]);
  });
});

describe('the role', () => {
  it('must be of the same account', async () => {
    expect(await refusal({ roleArn: 'arn:aws:iam::999988887777:role/NovaTune' })).toBe(
      'AccessDeniedException: Cross-account pass role is not allowed.',
    );
  });

  it('must be assumable by Bedrock', async () => {
    await bedrock.iam('UpdateAssumeRolePolicy', {
      RoleName: 'NovaTune',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
    expect(await refusal({})).toBe('ValidationException: Could not assume provided IAM role.');
  });

  it('must be allowed to read the data', async () => {
    await allow(bedrock, { action: 'PutObject', prefix: 'out/' });
    expect(await refusal({})).toBe(
      `ValidationException: Could not validate GetObject permissions to access Amazon S3 bucket: ${BUCKET} at key data/train.jsonl`,
    );
  });

  it('finds no data where there is none', async () => {
    expect(await refusal(trainingOn('data/none.jsonl'))).toContain('at key data/none.jsonl');
    expect(await refusal({ trainingDataConfig: { s3Uri: 's3://nowhere/data/train.jsonl' } })).toContain(
      'Could not validate GetObject permissions',
    );
  });
});

describe('the content', () => {
  const text = [{ text: 'Which class?' }];
  it.each<[string, string | object]>([
    ['text that is not JSON', 'hello'],
    ['the format jpg', record([imageBlock(`s3://${BUCKET}/data/a.jpg`, 'jpg')], 'letter')],
    ['a location without s3://', record([imageBlock(`${BUCKET}/data/a.jpg`, 'jpeg')], 'letter')],
    ['the shape of another model', { prompt: 'Which class?', completion: 'letter' }],
    ['an unknown member', { ...record(text, 'letter'), label: 'letter' }],
    ['another schema version', { ...record(text, 'letter'), schemaVersion: '2023' }],
    ['a conversation without an answer', { messages: [{ role: 'user', content: text }] }],
  ])('refuses %s', async (_what, line) => {
    await put(bedrock, 'data/odd.jsonl', `${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
    expect(await refusal(trainingOn('data/odd.jsonl'))).toContain('invalid data schema/format');
  });

  it('is looked at in the validation set too, and only in the first records', async () => {
    await put(bedrock, 'data/odd.jsonl', 'x\n');
    const validators = { validators: [{ s3Uri: `s3://${BUCKET}/data/odd.jsonl` }] };
    expect(await refusal({ validationDataConfig: validators })).toContain('invalid data schema/format');
    await put(bedrock, 'data/late.jsonl', `${jsonLines(textRecords(10))}x\n`);
    expect(await refusal(trainingOn('data/late.jsonl'))).toBe('accepted');
  });

  it('refuses a validation set for Nova 2 Lite', async () => {
    const validators = { validators: [{ s3Uri: `s3://${BUCKET}/data/validation.jsonl` }] };
    expect(
      await refusal({ baseModelIdentifier: 'amazon.nova-2-lite-v1:0:256k', validationDataConfig: validators }),
    ).toBe('ValidationException: Validation data is not supported for fine-tuning amazon.nova-2-lite-v1:0:256k.');
  });
});

describe('what is not emulated', () => {
  it.each<[string, Change]>([
    [
      'training on invocation logs',
      { trainingDataConfig: { invocationLogsConfig: { invocationLogSource: { s3Uri: 's3://documents/logs' } } } },
    ],
  ])('is refused by name: %s', async (name, change) => {
    expect(await refusal(change)).toBe(`ValidationException: The local cloud does not emulate ${name}.`);
  });
});

describe('names, tokens and quotas', () => {
  it('keeps job names for ever and model names while they are used or promised', async () => {
    const jobArn = await createJob(bedrock);
    expect(await refusal({ customModelName: 'model-2' })).toMatch(/^ConflictException: .*job-1 already exists/);
    expect(await refusal({ jobName: 'job-2' })).toMatch(/^ConflictException: .*model-1 already exists/);
    await endOf(bedrock, jobArn);
    expect(await refusal({ jobName: 'job-2' })).toMatch(/^ConflictException: .*model-1 already exists/);
    await bedrock.call('DeleteCustomModel', { modelIdentifier: 'model-1' });
    expect(await refusal({})).toMatch(/^ConflictException: .*job-1 already exists/);
    expect(await refusal({ jobName: 'job-2' })).toBe('accepted');
  });

  it('takes a repeated token for the same request, also when both come at once', async () => {
    const clientRequestToken = 'token-1';
    const both = await Promise.all([
      createJob(bedrock, { clientRequestToken }),
      createJob(bedrock, { clientRequestToken }),
    ]);
    expect(new Set(both).size).toBe(1);
    expect(await createJob(bedrock, { clientRequestToken })).toBe(both[0]);
    expect(await refusal({ clientRequestToken, jobName: 'job-2' })).toMatch(/^ConflictException: .*token-1/);
  });

  it('gives one of two simultaneous jobs with one name', async () => {
    const outcomes = await Promise.all([refusal({}), refusal({})]);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome !== 'accepted')).toMatch(/^ConflictException/);
  });

  it('counts jobs in progress, and models with those promised', async () => {
    await discard(bedrock);
    bedrock = await openTestBedrock({ jobsInProgress: 2, customModels: 2 });
    await prepareBucketAndRole(bedrock);
    const first = await createJob(bedrock);
    await createJob(bedrock, { jobName: 'job-2', customModelName: 'model-2' });
    const third = { jobName: 'job-3', customModelName: 'model-3' };
    expect(await refusal(third)).toBe(
      'ServiceQuotaExceededException: You have reached the quota of 2 model customization jobs in progress.',
    );
    await endOf(bedrock, first);
    expect(await refusal(third)).toMatch(/^ServiceQuotaExceededException: .*2 custom models/);
  });

  it('keeps accounts apart', async () => {
    await createJob(bedrock);
    const other = { accountId: '999988887777' };
    await expect(bedrock.call('GetModelCustomizationJob', { jobIdentifier: 'job-1' }, other)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    expect(await bedrock.call('ListModelCustomizationJobs', {}, other)).toEqual({ modelCustomizationJobSummaries: [] });
  });
});
