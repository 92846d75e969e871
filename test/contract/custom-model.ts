import { type JobRequest, sampleJob } from '../support/text-job.ts';
import type { Target } from './targets.ts';

/** A job on the target that may be submitted. */
export const jobOn = (target: Target, name: string): Promise<JobRequest> =>
  sampleJob(target.cloud(), target.unique, name, target.openBucket);

/** Trains on {@link jobOn} and returns the model's ARN. */
export async function trainedModel(target: Target, name: string): Promise<string> {
  const { customizer, clock } = target.cloud();
  const job = await customizer.submit(await jobOn(target, name));
  for (;;) {
    const state = await customizer.describe(job);
    if (state?.status === 'Completed' && state.modelArn) return state.modelArn;
    if (state?.status !== 'InProgress') throw new Error(`The job is ${state?.status}: ${state?.failureMessage}`);
    await clock.sleep(20);
  }
}
