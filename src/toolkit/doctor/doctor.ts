import { CloudError, InputError, NovatuneError } from '../errors.ts';
import { mapUnordered } from '../lib/map-unordered.ts';
import type { Cloud } from '../ports/cloud.ts';
import { ALL_CHECKS } from './all-checks.ts';
import type { Check } from './check.ts';
import { describeCredentialProblem } from './credential-problem.ts';
import { CHECK_GROUPS, type Diagnosis, failure, unknown, type Verdict } from './diagnosis.ts';
import { type Facts, gatherFacts } from './facts.ts';
import type { DoctorInput, DoctorOptions } from './input.ts';

export type DoctorEvent = {
  readonly type: 'check-done';
  readonly check: string;
  readonly diagnoses: readonly Diagnosis[];
};

export interface DoctorReport {
  /** In the order of the groups, errors first inside a check. */
  readonly diagnoses: readonly Diagnosis[];
  readonly counts: Readonly<Record<Diagnosis['status'], number>>;
  /** Whether nothing that was found will fail. */
  readonly healthy: boolean;
}

const DEFAULT_CONCURRENCY = 6;
const DEFAULT_TIME_LIMIT_MS = 30_000;

/**
 * Looks at everything that a customization job depends on, and predicts what will fail, without submitting, creating or paying anything.
 * A check that cannot look is `unknown`, never an error that is thrown. Memory: twice 32 MiB at most, for the records.
 * @throws only the signal's reason.
 */
export async function* doctor(
  input: DoctorInput,
  options: DoctorOptions,
  cloud: Cloud,
): AsyncGenerator<DoctorEvent, DoctorReport, undefined> {
  const { signal, concurrency = DEFAULT_CONCURRENCY } = options;
  signal?.throwIfAborted();
  const own = new AbortController();
  const abort = () => own.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const facts = gatherFacts(input, options, cloud, own.signal);
    const problem = await findConnectionProblem(facts);
    const checks = ALL_CHECKS.filter(({ offline }) => offline || problem === undefined);
    const diagnoses: Diagnosis[] = [];
    if (problem !== undefined) {
      const reached = problem.map((verdict) => ({ check: 'credentials', group: 'surroundings', ...verdict }) as const);
      diagnoses.push(...reached);
      yield { type: 'check-done', check: 'credentials', diagnoses: reached };
    }
    for await (const done of mapUnordered(checks, (check) => examine(check, facts), { concurrency })) {
      signal?.throwIfAborted();
      diagnoses.push(...done.diagnoses);
      yield { type: 'check-done', ...done };
    }
    return report(diagnoses);
  } finally {
    // Ends what a check that took too long has left behind.
    own.abort();
    signal?.removeEventListener('abort', abort);
  }
}

/** Without a cloud that answers there is one thing to say instead of thirty. */
async function findConnectionProblem(facts: Facts): Promise<readonly Verdict[] | undefined> {
  try {
    await withinTime(facts.identity(), facts);
    return undefined;
  } catch (error) {
    facts.options.signal?.throwIfAborted();
    const skipped = ALL_CHECKS.filter(({ offline }) => !offline).map(({ name }) => name);
    return [
      describeCredentialProblem(error, facts.cloud.connection.profile()),
      unknown('not-looked-at', `Not looked at without a cloud that answers: ${skipped.join(', ')}.`),
    ];
  }
}

async function examine(check: Check, facts: Facts): Promise<{ check: string; diagnoses: readonly Diagnosis[] }> {
  const { name, group, source } = check;
  const verdicts = await withinTime(check.run(facts), facts).catch((error: unknown) => {
    facts.options.signal?.throwIfAborted();
    return [couldNotLook(error)];
  });
  return {
    check: name,
    diagnoses: verdicts.map((verdict) => ({ check: name, group, ...verdict, ...(source && { source }) })),
  };
}

function couldNotLook(error: unknown): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CloudError && error.code === 'access-denied') {
    return unknown('not-permitted', message, { remedy: 'Allow the caller to look, or have someone look who may.' });
  }
  const remedy = error instanceof NovatuneError && error.remedy !== undefined ? { remedy: error.remedy } : {};
  return error instanceof InputError ? failure(error.code, message, remedy) : unknown('not-looked-at', message, remedy);
}

async function withinTime<Value>(work: Promise<Value>, { options, signal }: Facts): Promise<Value> {
  const { timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options;
  let timer: NodeJS.Timeout | undefined;
  let stop = () => {};
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${timeLimitMs / 1000} s.`)), timeLimitMs);
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

const SEVERITY = ['error', 'warning', 'unknown', 'ok'] as const;

function report(found: readonly Diagnosis[]): DoctorReport {
  const order = ['credentials', ...ALL_CHECKS.map(({ name }) => name)];
  const diagnoses = [...found].sort(
    (a, b) =>
      CHECK_GROUPS.indexOf(a.group) - CHECK_GROUPS.indexOf(b.group) ||
      order.indexOf(a.check) - order.indexOf(b.check) ||
      SEVERITY.indexOf(a.status) - SEVERITY.indexOf(b.status),
  );
  const count = (status: Diagnosis['status']) => diagnoses.filter((diagnosis) => diagnosis.status === status).length;
  const counts = { ok: count('ok'), warning: count('warning'), error: count('error'), unknown: count('unknown') };
  return { diagnoses, counts, healthy: counts.error === 0 };
}
