import { CloudError } from '../errors.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { JobRequest, JobState } from '../ports/model-customizer.ts';
import type { HostRequest, ModelHost } from '../ports/model-host.ts';
import type { JournalEntry, JournalledCall, RunJournal } from '../run/index.ts';

/** A call that is made once. */
interface Call<Result> {
  readonly call: JournalledCall;
  /** Of what is made. */
  readonly name: string;
  readonly token?: string;
  readonly send: () => Promise<Result>;
  /** Looks for what an earlier call, perhaps unanswered, has made. Absent for calls that do no harm when they are repeated. */
  readonly find?: () => Promise<Result | undefined>;
  /** ARN of what was made, where there is one. */
  readonly arnOf?: (result: Result) => string;
}

/**
 * A cloud whose paid and creating calls are written to the run's journal before they are sent, and their results after. A call that the
 * journal knows is not sent again before the service has been asked what became of it: it remembers client tokens for a while only.
 * Questions to models are not here: their answers are their own journal.
 */
export function journalledCloud(cloud: Cloud, journal: RunJournal): Cloud {
  const { objects, roles, customizer, schedules, clock } = cloud;
  const once = <Result>(call: Call<Result>) => sendOnce(call, journal, () => new Date(clock.now()).toISOString());
  return {
    ...cloud,
    objects: {
      ...objects,
      createBucket: (bucket, ...rest) =>
        once({ call: 'create-bucket', name: bucket, send: () => objects.createBucket(bucket, ...rest) }),
    },
    roles: {
      ...roles,
      put: (role, signal) =>
        once({ call: 'put-role', name: role.name, send: () => roles.put(role, signal), arnOf: ({ arn }) => arn }),
    },
    schedules: {
      ...schedules,
      put: (schedule, signal) =>
        once({ call: 'put-schedule', name: schedule.name, send: () => schedules.put(schedule, signal) }),
    },
    customizer: {
      ...customizer,
      submit: (request, signal) =>
        once({
          call: 'submit-job',
          name: request.jobName,
          token: request.clientToken,
          send: () => customizer.submit(request, signal),
          find: async () => jobOf(request, await customizer.describe(request.jobName, signal)),
          arnOf: (arn) => arn,
        }),
    },
    deployments: journalledHost(cloud.deployments, 'create-deployment', once),
    throughput: journalledHost(cloud.throughput, 'create-throughput', once),
  };
}

const journalledHost = (
  host: ModelHost,
  call: JournalledCall,
  once: (call: Call<string>) => Promise<string>,
): ModelHost => ({
  ...host,
  create: (request: HostRequest, signal) =>
    once({
      call,
      name: request.name,
      token: request.clientToken,
      send: () => host.create(request, signal),
      find: async () => {
        const state = await host.describe(request.name, signal);
        return state?.modelArn === request.modelArn ? state.arn : undefined;
      },
      arnOf: (arn) => arn,
    }),
});

/** The job is ours only when it is what was asked for: another run may have taken the name. */
function jobOf(request: JobRequest, state: JobState | undefined): string | undefined {
  const isOurs =
    state?.trainingDataUri === request.trainingDataUri &&
    state.outputUri === request.outputUri &&
    state.roleArn === request.roleArn &&
    state.modelName === request.modelName &&
    ('hyperparameters' in request
      ? Object.entries(request.hyperparameters).every(([name, value]) => state.hyperparameters[name] === value)
      : true);
  return isOurs ? state.jobArn : undefined;
}

async function sendOnce<Result>(
  { call, name, token, send, find, arnOf }: Call<Result>,
  journal: RunJournal,
  now: () => string,
): Promise<Result> {
  const note = (state: JournalEntry['state'], more: Pick<JournalEntry, 'result' | 'code'> = {}) =>
    journal.add({ at: now(), call, name, ...(token !== undefined && { token }), state, ...more });
  const made = (result: Result) => (arnOf ? { result: arnOf(result) } : {});
  const earlier = journal.last(call, name);
  const there = earlier !== undefined && earlier.state !== 'refused' ? await find?.() : undefined;
  if (there !== undefined) {
    if (earlier?.state === 'begun' || earlier?.state === 'unknown') await note('found', made(there));
    return there;
  }
  await note('begun');
  let result: Result;
  try {
    result = await send();
  } catch (error) {
    await note(isRefusal(error) ? 'refused' : 'unknown', error instanceof CloudError ? { code: error.code } : {});
    throw error;
  }
  await note('done', made(result));
  return result;
}

/** The service has said no; anything else may have been done all the same. */
const isRefusal = (error: unknown): boolean =>
  error instanceof CloudError && !error.retryable && error.status !== undefined && error.status < 500;
