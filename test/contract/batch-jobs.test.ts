import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type BatchRequest, batchRoleDocument } from '../../src/toolkit/index.ts';
import { collect, REGION } from '../support/rehearsal.ts';
import { describeTargets } from './targets.ts';

describeTargets('BatchJobs', (target) => {
  const batches = () => target.cloud().batches;
  const name = target.unique('batch');
  let request: BatchRequest;
  let jobArn: string;
  beforeEach((context) => target.skipWithout(context, 'batch inference'));
  beforeAll(async () => {
    if (target.lacks['batch inference'] !== undefined) return;
    const { objects, roles, identity } = target.cloud();
    const bucket = target.unique('batches');
    await objects.createBucket(bucket, REGION, {});
    await target.openBucket(bucket);
    const modelInput = { messages: [{ role: 'user', content: [{ text: 'Who are you?' }] }] };
    const lines = Array.from({ length: 100 }, (_, index) => JSON.stringify({ recordId: `R${index}`, modelInput }));
    await objects.put(bucket, 'out/records/a.jsonl', lines.join('\n'), { contentType: 'application/jsonl' });
    const asked = {
      jobName: name,
      modelId: 'us.amazon.nova-lite-v1:0',
      inputUri: `s3://${bucket}/out/records/`,
      outputUri: `s3://${bucket}/out/`,
      shape: 'Converse' as const,
      tags: { run: name },
    };
    const role = batchRoleDocument({ bucket, inputPrefix: 'out/records/', request: asked }, await identity());
    const { arn: roleArn } = await roles.put(role);
    request = { ...asked, roleArn, clientToken: target.unique('token') };
    jobArn = await batches().submit(request);
  });

  it('answers with an ARN, and a repeated request with the same', async () => {
    expect(jobArn).toMatch(/^arn:aws:bedrock:us-east-1:\d{12}:model-invocation-job\/[a-z0-9]{12}$/);
    expect(await batches().submit(request)).toBe(jobArn);
  });

  it('refuses a name that is taken', async () => {
    await expect(batches().submit({ ...request, clientToken: target.unique('other') })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('sees a job through, with its counts and its tags', async () => {
    let state = await batches().describe(jobArn);
    while (state && state.endedAt === undefined) {
      await target.cloud().clock.sleep(50);
      state = await batches().describe(jobArn);
    }
    const { inputUri, outputUri, roleArn, modelId } = request;
    expect(state).toMatchObject({
      jobArn,
      jobName: name,
      status: 'Completed',
      modelId,
      roleArn,
      inputUri,
      outputUri,
      counts: { total: 100, processed: 100, success: 100, error: 0 },
      submittedAt: expect.any(Number),
      expiresAt: expect.any(Number),
    });
    expect(await target.cloud().customizer.tags(jobArn)).toEqual({ run: name });
    await expect(batches().stop(jobArn)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lists jobs by name and state', async () => {
    expect(await collect(batches().list({ nameContains: name }))).toMatchObject([{ jobArn, jobName: name }]);
    expect(await collect(batches().list({ nameContains: name, status: 'Failed' }))).toEqual([]);
  });

  it('answers undefined for a job that is not there, and refuses to stop it', async () => {
    const gone = jobArn.replace(/.{12}$/, '000000000000');
    expect(await batches().describe(gone)).toBeUndefined();
    await expect(batches().stop(gone)).rejects.toMatchObject({ code: 'not-found' });
  });
});
