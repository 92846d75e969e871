import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJob, endOf, getJobView, prepareBucketAndRole } from '../bedrock/testing/rehearsal.ts';
import { discard, openTestBedrock, type TestBedrock } from '../bedrock/testing/test-bedrock.ts';
import { createFaultSwitches, type FaultSwitches } from './fault-switches.ts';

let faults: FaultSwitches;
let bedrock: TestBedrock;
beforeEach(async () => {
  faults = createFaultSwitches({ now: () => bedrock.clock.now() }, () => ({}));
  bedrock = await openTestBedrock({}, undefined, faults);
  await prepareBucketAndRole(bedrock);
});
afterEach(() => discard(bedrock));

it('stalls as seen in the wild: in progress, validated, training never started, no message', async () => {
  faults.add({ kind: 'stall', phase: 'dataProcessing', job: 'job-1' });
  const arn = await createJob(bedrock);
  await bedrock.until(
    async () => (await getJobView(bedrock, arn)).statusDetails?.validationDetails?.status === 'Completed',
  );
  for (let hour = 0; hour < 30; hour += 1) {
    bedrock.clock.advance(3_600_000);
    await wait(5);
  }
  const stalled = await getJobView(bedrock, arn);
  expect(stalled).toMatchObject({
    status: 'InProgress',
    statusDetails: { dataProcessingDetails: { status: 'NotStarted' }, trainingDetails: { status: 'NotStarted' } },
  });
  expect(stalled.failureMessage).toBeUndefined();
  await bedrock.call('StopModelCustomizationJob', { jobIdentifier: arn });
  expect((await endOf(bedrock, arn)).status).toBe('Stopped');
});

it('goes on when the rule is cleared, or ends by itself', async () => {
  faults.add({ kind: 'stall' });
  const arn = await createJob(bedrock);
  await bedrock.until(
    async () => (await getJobView(bedrock, arn)).statusDetails?.dataProcessingDetails?.status === 'Completed',
  );
  expect((await getJobView(bedrock, arn)).statusDetails?.trainingDetails?.status).toBe('NotStarted');
  faults.clear();
  expect((await endOf(bedrock, arn)).status).toBe('Completed');

  faults.add({ kind: 'stall', until: new Date(bedrock.clock.now() + 60_000).toISOString() });
  const second = await createJob(bedrock, { jobName: 'job-2', customModelName: 'model-2' });
  expect((await endOf(bedrock, second)).status).toBe('Completed');
});

it('fails a job with the message given, and only as many as asked', async () => {
  faults.add({ kind: 'fail', phase: 'training', first: 1 });
  const first = await endOf(bedrock, await createJob(bedrock));
  expect(first).toMatchObject({
    status: 'Failed',
    failureMessage: 'Encountered an internal error when processing the request.',
    statusDetails: { trainingDetails: { status: 'Failed' } },
  });
  const second = await createJob(bedrock, { jobName: 'job-2', customModelName: 'model-2' });
  expect((await endOf(bedrock, second)).status).toBe('Completed');
});
