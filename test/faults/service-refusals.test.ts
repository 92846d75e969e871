import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CheckedDataset,
  type Cloud,
  cleanup,
  deploy,
  findResources,
  imageFolder,
  infer,
  prepare,
  type Recipe,
  readDataset,
  runPipeline,
  runTags,
  serviceRoleDocument,
  type TrainOptions,
  train,
  type UploadedDataset,
  upload,
  validate,
} from '../../src/toolkit/index.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { ACCOUNT, collect, connectTo, drain, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { sampleRun } from '../support/sample-run.ts';

let rehearsal: Rehearsal;
let recipe: Recipe;
let dataset: CheckedDataset;
let uploaded: UploadedDataset;
beforeAll(async () => {
  rehearsal = await openRehearsal();
  recipe = await sampleRun(rehearsal.folder);
  if (recipe.source.kind !== 'image-folder') throw new Error('expected a folder of images');
  const folder = join(rehearsal.folder, 'dataset');
  const s3 = { bucket: recipe.bucket, prefix: 'data', bucketOwner: ACCOUNT };
  const options = { folder, name: 'pages', task: recipe.task, s3, split: { validation: { count: 0 } } };
  await drain(prepare(imageFolder(recipe.source.folder), options));
  const { checked } = (await drain(validate(await readDataset(folder), { model: 'nova-lite' }))).result;
  if (!checked) throw new Error('expected a sound data set');
  dataset = checked;
  uploaded = (await drain(upload(dataset, { createBucket: true, tags: runTags('refusals') }, rehearsal.cloud))).result;
});
afterAll(() => rehearsal[Symbol.asyncDispose]());

const training = (name: string, change: Partial<TrainOptions> = {}, cloud: Cloud = rehearsal.cloud, to = uploaded) =>
  train(
    { dataset, uploaded: to },
    {
      jobName: name,
      modelName: name,
      baseModel: 'nova-lite',
      role: { create: `novatune-${name}` },
      hyperparameters: { epochCount: 1 },
      tags: runTags(name),
      follow: { pollIntervalMs: 20 },
      ...change,
    },
    cloud,
  );

const arnOfRole = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

const role = (name: string, reads: string) =>
  serviceRoleDocument({
    name,
    accountId: ACCOUNT,
    region: REGION,
    reads: [reads],
    outputUri: uploaded.outputUri,
    tags: {},
  });

describe('a job is refused', () => {
  it('for a role that does not exist, at once and once', async () => {
    const before = rehearsal.count('CreateModelCustomizationJob');
    await expect(drain(training('no-role', { role: { arn: arnOfRole('nobody') } }))).rejects.toMatchObject({
      name: 'CloudError',
      code: 'service-validation',
      serviceCode: 'ValidationException',
      message: expect.stringMatching(/create customization job no-role: .*Could not assume provided IAM role/),
    });
    expect(rehearsal.count('CreateModelCustomizationJob') - before).toBe(1);
  });

  it('for a role that may not read the data', async () => {
    const { arn } = await rehearsal.cloud.roles.put(role('reads-elsewhere', 's3://another-bucket/data/'));
    await expect(drain(training('no-rights', { role: { arn } }))).rejects.toMatchObject({
      code: 'service-validation',
      message: expect.stringMatching(/Could not validate GetObject permissions to access Amazon S3 bucket/),
    });
  });

  it('for a new role only after two minutes of waiting for it', async () => {
    const { roles } = rehearsal.cloud;
    const clock = hurriedClock();
    // A role that never comes: its trust names another service.
    const untrusting: Cloud['roles'] = {
      ...roles,
      put: (document, signal) => roles.put({ ...document, trust: trustOf('lambda.amazonaws.com') }, signal),
    };
    const started = clock.now();
    await expect(drain(training('late-role', {}, { ...rehearsal.cloud, roles: untrusting, clock }))).rejects.toThrow(
      /Could not assume provided IAM role/,
    );
    expect(clock.now() - started).toBeGreaterThan(100_000);
    expect(clock.now() - started).toBeLessThanOrEqual(121_000);
  });

  it.each<[string, Partial<TrainOptions>, Partial<UploadedDataset>, RegExp]>([
    ['role of another account', { role: { arn: 'arn:aws:iam::999988887777:role/x' } }, {}, /cross-account/],
    ['model that is not customized', { baseModel: 'custom-model/x' }, {}, /none of them/],
    [
      'training file that is not there',
      {},
      { trainingDataUri: 's3://sample-bucket/none.jsonl' },
      /no object none\.jsonl/,
    ],
    [
      'bucket that is not there',
      {},
      { trainingDataUri: 's3://no-such-bucket/a.jsonl' },
      /no-such-bucket does not exist/,
    ],
    ['output bucket that is not there', {}, { outputUri: 's3://no-such-bucket/out/' }, /no-such-bucket does not exist/],
  ])('before it is sent, for a %s', async (_what, change, place, message) => {
    const before = rehearsal.count('CreateModelCustomizationJob');
    const refused = drain(training('preflight', change, rehearsal.cloud, { ...uploaded, ...place }));
    await expect(refused).rejects.toMatchObject({
      name: 'DataError',
      code: 'preflight-failed',
      message: expect.stringMatching(message),
    });
    expect(rehearsal.count('CreateModelCustomizationJob')).toBe(before);
  });

  it('before it is sent, for a bucket in another region', async () => {
    const elsewhere = connectTo(rehearsal.local.url, 'eu-west-1');
    await elsewhere.objects.createBucket('bucket-in-ireland', 'eu-west-1', {});
    const trainingDataUri = 's3://bucket-in-ireland/train.jsonl';
    const refused = drain(training('far', {}, rehearsal.cloud, { ...uploaded, trainingDataUri }));
    await expect(refused).rejects.toThrow(/The bucket is in eu-west-1, the job would run in us-east-1/);
    await expect(drain(training('there', {}, elsewhere))).rejects.toThrow(/customized in us-east-1 only/);
    await elsewhere.close();
  });
});

const trustOf = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});

describe('a model id that is wrong', () => {
  it('ends a run before anything is made', async () => {
    const before = rehearsal.answered.length;
    const options = { folder: join(rehearsal.folder, 'wrong-model'), version: '0.0.0-test' };
    await expect(
      drain(runPipeline({ ...recipe, baseModel: 'nova-huge' }, options, rehearsal.cloud)),
    ).rejects.toMatchObject({
      name: 'InputError',
      code: 'base-model-unknown',
      message: expect.stringContaining('nova-lite'),
    });
    const asked = rehearsal.answered.slice(before).map(({ operation }) => operation);
    expect(asked).toEqual(['GetCallerIdentity']);
  });

  it('fails each document once, with the words of the service', async () => {
    const [document] = dataset.manifest.documents;
    if (!document) throw new Error('expected a document');
    const { events, result } = await drain(
      infer(
        [{ document: document.id, image: join(dataset.folder, document.image) }],
        {
          modelId: 'amazon.nova-huge-v1:0',
          prompts: dataset.manifest.prompts,
          parameters: { maxTokens: 20, temperature: 0 },
          predictionsFile: join(rehearsal.folder, 'wrong-model.jsonl'),
        },
        rehearsal.cloud,
      ),
    );
    expect(result).toMatchObject({ documents: 1, answered: 0, failed: 1, resumed: 0 });
    expect(events).toMatchObject([
      {
        type: 'document-failed',
        prediction: {
          attempts: 1,
          error: { code: 'service-validation', message: expect.stringMatching(/identifier is invalid/) },
        },
      },
    ]);
  });
});

describe('a job that is stopped while it trains', () => {
  it('ends as stopped, leaves no model, and its name is not free again', async () => {
    const work = training('stopped');
    const seen: string[] = [];
    const stopped = (async () => {
      for await (const event of work) {
        seen.push(event.type);
        if (event.type === 'job-submitted') await rehearsal.cloud.customizer.stop(event.details.job_arn);
      }
    })();
    await expect(stopped).rejects.toMatchObject({
      name: 'CloudError',
      code: 'job-stopped',
      message: expect.stringMatching(/ended as Stopped/),
    });
    expect(await rehearsal.cloud.customizer.getModel('stopped')).toBeUndefined();
    // The same request is the same job, which stays as it is; any other may not have its name.
    await expect(drain(training('stopped'))).rejects.toMatchObject({ code: 'job-stopped' });
    await expect(drain(training('stopped', { hyperparameters: { epochCount: 2 } }))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('already exists'),
    });
  });

  it('is stopped and awaited by a cleanup', async () => {
    const work = training('cleaned', { hyperparameters: { epochCount: 5 } });
    for await (const event of work) if (event.type === 'job-submitted') break;
    const found = await collect(findResources({ run: 'cleaned' }, rehearsal.cloud));
    expect(found.map(({ kind }) => kind)).toEqual(['job', 'role']);
    const quick = { ...rehearsal.cloud.clock, sleep: () => rehearsal.cloud.clock.sleep(20) };
    const { result } = await drain(cleanup(found, {}, { ...rehearsal.cloud, clock: quick }));
    expect(result.kept).toEqual([]);
    expect(await rehearsal.cloud.customizer.describe('cleaned')).toMatchObject({ status: 'Stopped' });
    // Found when it was still running, ended when its turn comes: nothing to do.
    expect((await drain(cleanup(found, {}, rehearsal.cloud))).result.kept).toEqual([]);
  });
});

describe('a model in use', () => {
  it('is kept, with the reason; the rest of the cleanup goes on', async () => {
    const { result: details } = await drain(training('used'));
    const modelArn = details.model_id ?? '';
    const options = { name: 'used', tags: runTags('somebody-else'), pollIntervalMs: 20 };
    const { result: endpoint } = await drain(deploy(modelArn, options, rehearsal.cloud));
    const found = await collect(findResources({ run: 'used' }, rehearsal.cloud));
    // The objects are what the job wrote.
    expect(found.map(({ kind }) => kind)).toEqual(['model', 'role', 'objects']);
    const { result } = await drain(cleanup(found, {}, { ...rehearsal.cloud, clock: hurriedClock() }));
    expect(result.kept).toMatchObject([
      {
        resource: { kind: 'model', name: 'used' },
        reason: expect.stringMatching(/cannot be deleted because .* uses it/),
      },
    ]);
    expect(result.kept[0]?.reason).toContain(endpoint.arn);
    expect(result.deleted).toMatchObject([{ kind: 'role' }, { kind: 'objects' }]);

    await expect(drain(deploy(`${modelArn.slice(0, -4)}0000`, options, rehearsal.cloud))).rejects.toMatchObject({
      code: 'endpoint-name-taken',
    });
    await rehearsal.cloud.deployments.delete(endpoint.arn);
    await rehearsal.cloud.customizer.deleteModel(modelArn);
  });
});

describe('a bucket of another account', () => {
  it('is not uploaded to', async () => {
    const { connect } = await import('../../src/toolkit/index.ts');
    const credentials = { accessKeyId: '999988887777', secretAccessKey: 'any' };
    const stranger = connect({ endpoint: rehearsal.local.url, region: REGION, credentials });
    await expect(drain(upload(dataset, { createBucket: true }, stranger))).rejects.toMatchObject({
      code: 'access-denied',
    });
    await stranger.close();
  });
});
