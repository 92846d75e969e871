import { CloudError } from '../errors.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { JobState } from '../ports/model-customizer.ts';
import type { HostState } from '../ports/model-host.ts';

/** The few methods that a test scripts, by port. */
export type CloudScript = { readonly [Port in keyof Omit<Cloud, 'identity' | 'clock'>]?: Partial<Cloud[Port]> };

export interface ScriptedCloud extends Cloud {
  /** Waits that were asked for, milliseconds. */
  readonly slept: readonly number[];
}

/** A cloud for what a real one shows too seldom or too slowly. Whatever is not scripted fails the test; waits are over at once. */
export function scriptedCloud(script: CloudScript = {}, region = 'us-east-1'): ScriptedCloud {
  const slept: number[] = [];
  let now = Date.UTC(2026, 0, 1);
  const port = <Name extends keyof CloudScript>(name: Name): Cloud[Name] =>
    new Proxy((script[name] ?? {}) as Cloud[Name] & object, {
      get: (methods, method) => {
        if (method in methods) return Reflect.get(methods, method);
        throw new Error(`The test did not expect ${name}.${String(method)}.`);
      },
    });
  return {
    objects: port('objects'),
    buckets: port('buckets'),
    customizer: port('customizer'),
    deployments: port('deployments'),
    throughput: port('throughput'),
    runtime: port('runtime'),
    batches: port('batches'),
    roles: port('roles'),
    schedules: port('schedules'),
    priceList: port('priceList'),
    monitoring: port('monitoring'),
    eventRules: port('eventRules'),
    topics: port('topics'),
    connection: port('connection'),
    catalogue: port('catalogue'),
    policies: port('policies'),
    bucketGuards: port('bucketGuards'),
    keys: port('keys'),
    quotas: port('quotas'),
    clock: {
      now: () => now,
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        slept.push(milliseconds);
        now += milliseconds;
      },
    },
    identity: async () => ({ accountId: '111122223333', callerArn: 'arn:x', region, rehearsal: true }),
    slept,
  };
}

/** Answers with one thing after the other, and with the last one for ever; errors are thrown. */
export function inTurn<Answer>(...answers: readonly [Answer | Error, ...(Answer | Error)[]]): () => Promise<Answer> {
  let next = 0;
  return async () => {
    const answer = answers[Math.min(next, answers.length - 1)] as Answer | Error;
    next += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

export const jobState = (change: Partial<JobState> = {}): JobState => ({
  jobArn: 'arn:aws:bedrock:us-east-1:111122223333:model-customization-job/amazon.nova-lite-v1:0:300k/abcdefghijkl',
  jobName: 'job',
  modelName: 'model',
  roleArn: 'arn:aws:iam::111122223333:role/r',
  baseModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k',
  status: 'InProgress',
  createdAt: 0,
  phases: {},
  trainingDataUri: 's3://bucket/train.jsonl',
  outputUri: 's3://bucket/out/',
  hyperparameters: {},
  ...change,
});

export const hostState = (change: Partial<HostState> = {}): HostState => ({
  arn: 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl',
  name: 'endpoint',
  modelArn: 'arn:model',
  status: 'Creating',
  createdAt: 0,
  ...change,
});

/** A failure that passes by itself. */
export const outage = new CloudError('network', 'The network is away.', { retryable: true });
/** A failure that does not. */
export const refusal = new CloudError('access-denied', 'You may not.', { serviceCode: 'AccessDenied', status: 403 });

/** Takes what a generator yields and returns, or throws. */
export async function drain<Event, Result>(
  work: AsyncGenerator<Event, Result>,
): Promise<{ readonly events: readonly Event[]; readonly result: Result }> {
  const events: Event[] = [];
  for (;;) {
    const next = await work.next();
    if (next.done) return { events, result: next.value };
    events.push(next.value);
  }
}
