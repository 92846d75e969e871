import { beforeAll, expect, it } from 'vitest';
import { collect } from '../support/rehearsal.ts';
import type { JobRequest } from '../support/text-job.ts';
import { jobOn } from './custom-model.ts';
import { describeTargets } from './targets.ts';

describeTargets('ModelCustomizer', (target) => {
  const { skipWithout } = target;
  const customizer = () => target.cloud().customizer;
  const name = target.unique('job');
  let request: JobRequest;
  let jobArn: string;
  beforeAll(async () => {
    request = await jobOn(target, name);
    jobArn = await customizer().submit(request);
  });

  it('answers with an ARN', (context) => {
    expect(jobArn).toMatch(/^arn:aws:bedrock:us-east-1:\d{12}:model-customization-job\/./);
    skipWithout(context, 'ARNs as in AWS');
    expect(jobArn).toMatch(/\/amazon\.nova-lite-v1:0:300k\/[a-z0-9]{12}$/);
  });

  it('describes a job as it was asked for', async (context) => {
    skipWithout(context, 'readable dates');
    const { trainingDataUri, outputUri, hyperparameters, roleArn } = request;
    expect(await customizer().describe(jobArn)).toMatchObject({
      jobArn,
      jobName: name,
      roleArn,
      trainingDataUri,
      outputUri,
      hyperparameters,
      createdAt: expect.any(Number),
    });
  });

  it('answers a repeated request with the same job', async (context) => {
    skipWithout(context, 'idempotency tokens');
    expect(await customizer().submit(request)).toBe(jobArn);
  });

  it('refuses a name that is taken', async () => {
    await expect(customizer().submit({ ...request, clientToken: 'another' })).rejects.toMatchObject({
      name: 'CloudError',
      code: 'conflict',
      status: 400,
    });
  });

  it('lists jobs by name', async (context) => {
    skipWithout(context, 'readable dates');
    const listed = await collect(customizer().listJobs({ nameContains: name }));
    expect(listed).toEqual([expect.objectContaining({ jobArn, jobName: name })]);
    expect(await collect(customizer().listJobs({ nameContains: 'no-job-is-called-so' }))).toEqual([]);
  });

  it('lists jobs by their time', async (context) => {
    skipWithout(context, 'readable dates');
    const created = (await customizer().describe(jobArn))?.createdAt ?? 0;
    const listed = (filter: object) => collect(customizer().listJobs({ nameContains: name, ...filter }));
    expect(await listed({ createdAfter: created - 1000 })).toHaveLength(1);
    expect(await listed({ createdAfter: created + 60_000 })).toEqual([]);
    expect(await listed({ createdBefore: created - 1000 })).toEqual([]);
  });

  it('keeps key and network, and refuses a key that is none', async (context) => {
    skipWithout(context, 'readable dates');
    const secured = target.unique('secured');
    const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
    const job = { ...request, jobName: secured, modelName: secured, clientToken: secured, vpc };
    const arn = await customizer().submit({ ...job, kmsKey: '1234abcd-12ab-34cd-56ef-1234567890ab' });
    expect(await customizer().describe(arn)).toMatchObject({
      customizationType: 'FINE_TUNING',
      kmsKeyArn: expect.stringMatching(/:key\/1234abcd-12ab-34cd-56ef-1234567890ab$/),
      vpc,
    });
    await customizer().stop(arn);
    await expect(customizer().submit({ ...job, kmsKey: 'no key' })).rejects.toMatchObject({
      code: 'service-validation',
    });
  });

  it("says in the service's words what another way of training lacks", async (context) => {
    skipWithout(context, 'policy syntax');
    const { method: _method, hyperparameters: _values, ...base } = request;
    const graderLambdaArn = 'arn:aws:lambda:us-east-1:111122223333:function:grader';
    await expect(
      customizer().submit({ ...base, clientToken: 'rft', method: 'rft', graderLambdaArn, rft: { epochCount: 1 } }),
    ).rejects.toMatchObject({ code: 'service-validation', serviceCode: 'ValidationException', status: 400 });
    await expect(
      customizer().submit({
        ...base,
        clientToken: 'teach',
        method: 'distillation',
        teacherModel: 'amazon.nova-micro-v1:0',
      }),
    ).rejects.toMatchObject({ code: 'service-validation' });
  });

  it('tells the tags of a job', async () => {
    expect(await customizer().tags(jobArn)).toEqual(request.tags);
    expect(await customizer().tags(jobArn.replace(/.{4}$/, '0000'))).toEqual({});
  });

  it('answers undefined for a job or model that is not there', async () => {
    expect(await customizer().describe('no-such-job')).toBeUndefined();
    expect(await customizer().getModel('no-such-model')).toBeUndefined();
    await expect(customizer().deleteModel('no-such-model')).resolves.toBeUndefined();
  });

  it('refuses to stop what is not there', async () => {
    await expect(customizer().stop('no-such-job')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('sees a job through to its model', async (context) => {
    skipWithout(context, 'jobs that end');
    let state = await customizer().describe(jobArn);
    while (state?.status === 'InProgress') {
      await target.cloud().clock.sleep(20);
      state = await customizer().describe(jobArn);
    }
    expect(state).toMatchObject({
      status: 'Completed',
      modelName: name,
      baseModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k',
      phases: {
        validation: { status: 'Completed', changedAt: expect.any(Number) },
        dataProcessing: { status: 'Completed' },
        training: { status: 'Completed' },
      },
      trainingLoss: expect.any(Number),
    });
    expect(state?.endedAt).toBeGreaterThanOrEqual(state?.createdAt ?? Number.POSITIVE_INFINITY);
    expect(await customizer().getModel(state?.modelArn ?? '')).toMatchObject({ modelArn: state?.modelArn });
    expect(await customizer().tags(state?.modelArn ?? '')).toEqual(request.tags);
    await expect(customizer().stop(jobArn)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('stops a job, which then makes no model', async (context) => {
    skipWithout(context, 'readable dates');
    const stopped = target.unique('stopped');
    const arn = await customizer().submit({ ...request, jobName: stopped, modelName: stopped, clientToken: stopped });
    await customizer().stop(arn);
    let state = await customizer().describe(arn);
    while (state?.status === 'Stopping') {
      await target.cloud().clock.sleep(20);
      state = await customizer().describe(arn);
    }
    expect(state).toMatchObject({ status: 'Stopped' });
    expect(state?.modelArn).toBeUndefined();
    expect(await customizer().getModel(stopped)).toBeUndefined();
  });

  it('lists, gets and deletes models by name', async (context) => {
    skipWithout(context, 'readable dates');
    expect(await customizer().getModel(name)).toMatchObject({
      modelName: expect.stringContaining(name),
      baseModelArn: expect.stringContaining('amazon.nova-lite-v1:0:300k'),
    });
    expect(await collect(customizer().listModels({ nameContains: name }))).toHaveLength(1);
    await customizer().deleteModel(name);
    expect(await customizer().getModel(name)).toBeUndefined();
    expect(await collect(customizer().listModels({ nameContains: name }))).toEqual([]);
  });
});
