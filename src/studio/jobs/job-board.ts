import {
  type BatchState,
  type Cloud,
  CloudError,
  ConfigurationError,
  findModelUsers,
  InputError,
  isBatchEnded,
  type JobDetails,
  type JobMetrics,
  type JobState,
  readJobMetrics,
} from '../../toolkit/index.ts';
import type { JobKind, JobPage, JobQuery, JobRow, JobStop, JobView, Problem } from '../api.ts';
import { problemOf } from '../refusal.ts';
import type { RunRecord } from '../run/run-files.ts';
import type { RunRegistry } from '../run/run-registry.ts';
import { describeBatch, describeCustomization } from './describe-job.ts';
import { KeptAnswers } from './kept-answers.ts';
import { isCustomizing, type ReadJob, type ReadJobs, readJobs } from './read-jobs.ts';
import { toPage } from './to-page.ts';

/** Milliseconds for which answers of the service are good enough, however many pages are open. */
const GOOD_FOR = { list: 5000, activeJob: 4000, endedJob: 60_000, tags: 60_000, users: 15_000, runs: 5000 };
/** Jobs on one page of the service. A long list takes several calls, and is good for as many times longer. */
const SERVICE_PAGE = 100;
/** Longest wait for the service, milliseconds: a page that says so is better than one that loads on. */
const PATIENCE_MS = 20_000;

/** A job as the service sees it. */
export interface JobLook {
  readonly state: JobState;
  /** Undefined when the bucket could not be read. */
  readonly metrics?: JobMetrics;
  readonly problems: readonly Problem[];
  /** Milliseconds since the epoch. */
  readonly readAt: number;
}

/** The jobs of a cloud. Asks the service as often as a single quiet page would, however many are open. */
export class JobBoard {
  readonly #cloud: Cloud | undefined;
  readonly #registry: RunRegistry;
  readonly #kept: KeptAnswers;

  constructor(cloud: Cloud | undefined, registry: RunRegistry, kept = new KeptAnswers()) {
    this.#cloud = cloud;
    this.#registry = registry;
    this.#kept = kept;
  }

  /** Never fails: without a cloud, the page says why it is empty. */
  async page(query: JobQuery): Promise<JobPage> {
    const [customization, batch] = await Promise.allSettled([this.#list('customization'), this.#list('batch')]);
    const now = this.#cloud?.clock.now() ?? Date.now();
    return toPage({ customization, batch, runs: await this.#runs(), now }, query);
  }

  /** @throws {CloudError} `not-found` */
  async view(kind: JobKind, id: string): Promise<JobView> {
    const { arn } = await this.#find(kind, id);
    return kind === 'customization' ? this.#customization(arn) : this.#batch(arn);
  }

  /**
   * Stops a job, when the name typed is its name.
   * @throws {CloudError} `not-found`, or what the service says of a job that has ended
   * @throws {InputError} `not-confirmed`
   */
  async stop({ kind, id, confirm }: JobStop): Promise<void> {
    const cloud = this.#wanted();
    const { arn, name } = await this.#find(kind, id);
    if (name !== confirm) {
      throw new InputError('not-confirmed', `Expected the name ${name} as confirmation, got another.`, {
        remedy: 'Nothing was stopped. Type the name as it stands.',
      });
    }
    await (kind === 'customization' ? cloud.customizer : cloud.batches).stop(arn, patience());
    this.#kept.forget(`job ${arn}`);
    this.#kept.forget(`list ${kind}`);
  }

  /** A customization job now, with the losses it has written so far. Undefined when the cloud does not know it. */
  look(jobArn: string): Promise<JobLook | undefined> {
    const cloud = this.#wanted();
    return this.#kept.get(
      `job ${jobArn}`,
      GOOD_FOR.activeJob,
      () => lookAt(jobArn, cloud),
      (look) => (look && !isCustomizing(look.state.status) ? GOOD_FOR.endedJob : GOOD_FOR.activeJob),
    );
  }

  #list(kind: JobKind): Promise<ReadJobs> {
    return this.#kept.get(
      `list ${kind}`,
      GOOD_FOR.list,
      async () => readJobs(kind, this.#wanted(), patience()),
      ({ jobs }) => GOOD_FOR.list * Math.max(1, Math.ceil(jobs.length / SERVICE_PAGE)),
    );
  }

  /** By its id, so that no address can name what is not in the list. */
  async #find(kind: JobKind, id: string): Promise<ReadJob> {
    const named = async () => (await this.#list(kind)).jobs.find((job) => job.id === id);
    let job = await named();
    if (!job) {
      // It may be newer than a long list.
      this.#kept.forget(`list ${kind}`, GOOD_FOR.list);
      job = await named();
    }
    if (job) return job;
    throw new CloudError('not-found', `There is no ${kind} job ${JSON.stringify(id.slice(0, 40))} among the newest.`, {
      remedy: 'Open the job from the list of jobs.',
    });
  }

  async #customization(arn: string): Promise<JobView> {
    const look = await this.look(arn);
    if (!look) throw gone(arn);
    const { modelArn } = look.state;
    const problems = [...look.problems];
    const tags = await this.#tags(arn, problems);
    const users = modelArn === undefined ? [] : await this.#users(modelArn, problems);
    const around = { ...(await this.#around(arn)), readAt: look.readAt, tags, users, problems };
    return describeCustomization(look.state, look.metrics, around);
  }

  async #batch(arn: string): Promise<JobView> {
    const cloud = this.#wanted();
    const ask = async () => ({ state: await cloud.batches.describe(arn, patience()), readAt: cloud.clock.now() });
    const goodFor = ({ state }: { readonly state: BatchState | undefined }) =>
      state && isBatchEnded(state) ? GOOD_FOR.endedJob : GOOD_FOR.activeJob;
    const { state, readAt } = await this.#kept.get(`job ${arn}`, GOOD_FOR.activeJob, ask, goodFor);
    if (!state) throw gone(arn);
    const problems: Problem[] = [];
    const tags = await this.#tags(arn, problems);
    return describeBatch(state, { ...(await this.#around(arn)), readAt, tags, users: [], problems });
  }

  async #around(arn: string) {
    const run = (await this.#runs()).get(arn);
    return { now: this.#wanted().clock.now(), ...(run && { run }) };
  }

  async #tags(arn: string, problems: Problem[]): Promise<Readonly<Record<string, string>>> {
    const ask = () => this.#wanted().customizer.tags(arn, patience());
    return orProblem(this.#kept.get(`tags ${arn}`, GOOD_FOR.tags, ask), {}, problems);
  }

  async #users(modelArn: string, problems: Problem[]) {
    const ask = () => findModelUsers(modelArn, this.#wanted(), patience());
    return orProblem(this.#kept.get(`users ${modelArn}`, GOOD_FOR.users, ask), [], problems);
  }

  /** Runs by the ARN of their job. */
  #runs(): Promise<ReadonlyMap<string, NonNullable<JobRow['run']>>> {
    return this.#kept.get('runs', GOOD_FOR.runs, async () => {
      const found = new Map<string, NonNullable<JobRow['run']>>();
      for (const files of await this.#registry.list()) {
        const job = await files.read<JobDetails>('job');
        if (!job) continue;
        const recipe = (await files.read<RunRecord>('run'))?.recipe;
        found.set(job.job_arn, { id: files.run.id, title: recipe?.title ?? recipe?.name ?? files.run.folder });
      }
      return found;
    });
  }

  /** @throws {ConfigurationError} `no-cloud` */
  #wanted(): Cloud {
    if (this.#cloud) return this.#cloud;
    throw new ConfigurationError('no-cloud', 'Studio was started without a cloud, so it knows of no jobs.', {
      remedy: 'Start it with --local, --endpoint-url, --region or --profile.',
    });
  }
}

async function lookAt(jobArn: string, cloud: Cloud): Promise<JobLook | undefined> {
  const state = await cloud.customizer.describe(jobArn, patience());
  if (!state) return undefined;
  const problems: Problem[] = [];
  const metrics = await orProblem(readJobMetrics(state, cloud, patience()), undefined, problems);
  return { state, ...(metrics && { metrics }), problems, readAt: cloud.clock.now() };
}

/** Who may see a job, but not its bucket, tags or endpoints, is still shown the job. */
const orProblem = <Answer>(work: Promise<Answer>, otherwise: Answer, problems: Problem[]): Promise<Answer> =>
  work.catch((error: unknown) => {
    problems.push(problemOf(error));
    return otherwise;
  });

const patience = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS);

const gone = (arn: string): CloudError => new CloudError('not-found', `There is no job ${arn} any more.`);
