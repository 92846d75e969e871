import { createHash } from 'node:crypto';
import { CloudError, InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { runTags } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { JobFilter, JobState, JobSummary } from '../ports/model-customizer.ts';
import type { HostState, ModelHost } from '../ports/model-host.ts';
import { type FollowOptions, followJob, type JobObserved } from '../train/index.ts';
import type { CreationPlan, JobInput, JobPlanOptions } from './job-plan.ts';
import { type CreationEvent, performCreation } from './perform-creation.ts';
import { planCreation } from './plan-creation.ts';
import { type EndpointWaitOptions, waitForEndpoint } from './wait-for-endpoint.ts';

/** What creating a job tells: the service itself answers with nothing but the ARN. */
export interface CreatedJob extends Pick<CreationPlan, 'findings' | 'advice'> {
  readonly jobArn: string;
  readonly jobName: string;
  readonly modelName: string;
  readonly roleArn: string;
  readonly trainingDataUri: string;
  /** Given, or split off. */
  readonly validationDataUri?: string;
}

export interface CreateJobOptions extends JobPlanOptions {
  readonly onEvent?: (event: CreationEvent) => void;
}

export interface JobWaitOptions extends FollowOptions {
  /** Called with each look: state, phases with their ages, new rows of the metrics, a stall. */
  readonly onUpdate?: (observed: JobObserved) => void;
}

/** What serves a custom model. */
export interface EndpointInput {
  /** 1 to 63 letters and digits with single `-` or `_` between them. */
  readonly name: string;
  /** Custom model: name or ARN. One of `modelId` and `jobArn` is needed. */
  readonly modelId?: string;
  /** Or the job that made it: ARN or name. */
  readonly jobArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Default: derived from the request, so that a repeated call finds the first endpoint. */
  readonly clientRequestToken?: string;
}

export interface ThroughputInput extends EndpointInput {
  /** Default 1. Each bills per hour from creation to deletion, idle or not. */
  readonly modelUnits?: number;
  /** Absent: none, so it can be deleted at any time. */
  readonly commitment?: 'OneMonth' | 'SixMonths';
}

/**
 * One object for the whole life of a custom model, for those who know the reference `ModelFinetuningService`: create a job, look at it,
 * wait for it, provision it, wait, delete. It keeps nothing: each call can be made by another process.
 *
 * @example
 * const tuning = new FineTuning(connect({ region: 'us-east-1' }));
 * const { jobArn } = await tuning.createFineTuningJob({ jobName: 'invoices-1', baseModel: 'nova-lite', … });
 * const job = await tuning.waitForJobCompletion(jobArn);
 */
export class FineTuning {
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /**
   * Checks data and surroundings, writes split and role where asked for, and submits the job. Does not wait.
   * @throws {InputError} {@link DataError} before anything was changed; {@link CloudError} the service's refusal.
   */
  async createFineTuningJob(input: JobInput, options: CreateJobOptions = {}): Promise<CreatedJob> {
    const plan = await planCreation(input, this.#cloud, options);
    const work = performCreation(plan, this.#cloud, options);
    let next = await work.next();
    for (; !next.done; next = await work.next()) options.onEvent?.(next.value);
    const { job_arn: jobArn, role_arn: roleArn } = next.value;
    const { jobName, modelName, trainingDataUri, validationDataUri } = plan.request;
    return {
      jobArn,
      jobName,
      modelName,
      roleArn,
      trainingDataUri,
      ...(validationDataUri && { validationDataUri }),
      findings: plan.findings,
      advice: plan.advice,
    };
  }

  /**
   * The model is `modelArn`, the reason of a failure `failureMessage`; times are milliseconds since the epoch.
   * @param job ARN or name
   * @throws {CloudError} `not-found`
   */
  async getJobStatus(job: string, { signal }: Abortable = {}): Promise<JobState> {
    const state = await this.#cloud.customizer.describe(job, signal);
    if (!state) throw new CloudError('not-found', `There is no customization job ${job}.`);
    return state;
  }

  /**
   * Waits until a job has ended, whatever its end: look at `status`. Running out of `maxWaitMs` is an error of its own, never a state.
   * @throws {WaitTimeoutError} `job-wait-timeout`: the job goes on and can be waited for again.
   */
  async waitForJobCompletion(job: string, options: JobWaitOptions = {}): Promise<JobState> {
    const work = followJob(job, options, this.#cloud);
    let next = await work.next();
    for (; !next.done; next = await work.next()) options.onUpdate?.(next.value);
    return next.value;
  }

  /** Newest first. */
  listJobs(filter: JobFilter = {}, { signal }: Abortable = {}): AsyncIterable<JobSummary> {
    return this.#cloud.customizer.listJobs(filter, signal);
  }

  /** A stopped job leaves no model and cannot be resumed. */
  async stopJob(job: string, { signal }: Abortable = {}): Promise<void> {
    await this.#cloud.customizer.stop(job, signal);
  }

  /**
   * Asks for provisioned throughput, which bills at once. Does not wait.
   * @throws {CloudError} `not-found`, `model-not-made` when the job has made no model; the service's refusal, such as `quota-exceeded`.
   */
  async createProvisionedThroughput(
    input: ThroughputInput,
    options: Abortable = {},
  ): Promise<{ readonly provisionedModelArn: string }> {
    const { modelUnits = 1, commitment } = input;
    const more = { modelUnits, ...(commitment && { commitment }) };
    return { provisionedModelArn: await this.#create(this.#cloud.throughput, input, more, options) };
  }

  /** @param throughput ARN or name. @throws {CloudError} `not-found` */
  getProvisionedThroughputStatus(throughput: string, options: Abortable = {}): Promise<HostState> {
    return this.#describe(this.#cloud.throughput, throughput, options);
  }

  /**
   * @returns the state, `InService` or `Failed`.
   * @throws {WaitTimeoutError} `endpoint-wait-timeout`: it goes on, and bills.
   */
  waitForProvisionedThroughput(throughput: string, options: EndpointWaitOptions = {}): Promise<HostState> {
    return waitForEndpoint(this.#cloud.throughput, throughput, this.#cloud.clock, options);
  }

  listProvisionedThroughputs(
    filter: { readonly nameContains?: string; readonly modelArn?: string } = {},
    { signal }: Abortable = {},
  ): AsyncIterable<HostState> {
    return this.#cloud.throughput.list(filter, signal);
  }

  /** Deleting what is gone is no error. */
  async deleteProvisionedThroughput(throughput: string, { signal }: Abortable = {}): Promise<void> {
    await this.#cloud.throughput.delete(throughput, signal);
  }

  /** Serves a custom model on demand, billed per token. Does not wait. */
  async createDeployment(input: EndpointInput, options: Abortable = {}): Promise<{ readonly deploymentArn: string }> {
    return { deploymentArn: await this.#create(this.#cloud.deployments, input, {}, options) };
  }

  /** @param deployment ARN or name. @throws {CloudError} `not-found` */
  getDeploymentStatus(deployment: string, options: Abortable = {}): Promise<HostState> {
    return this.#describe(this.#cloud.deployments, deployment, options);
  }

  /** @returns the state, `Active` or `Failed`. @throws {WaitTimeoutError} `endpoint-wait-timeout` */
  waitForDeployment(deployment: string, options: EndpointWaitOptions = {}): Promise<HostState> {
    return waitForEndpoint(this.#cloud.deployments, deployment, this.#cloud.clock, options);
  }

  listDeployments(
    filter: { readonly nameContains?: string; readonly modelArn?: string } = {},
    { signal }: Abortable = {},
  ): AsyncIterable<HostState> {
    return this.#cloud.deployments.list(filter, signal);
  }

  /** Deleting what is gone is no error. */
  async deleteDeployment(deployment: string, { signal }: Abortable = {}): Promise<void> {
    await this.#cloud.deployments.delete(deployment, signal);
  }

  /** What serves a model has to go first. Deleting what is gone is no error. */
  async deleteCustomModel(model: string, { signal }: Abortable = {}): Promise<void> {
    await this.#cloud.customizer.deleteModel(model, signal);
  }

  async #create(
    host: ModelHost,
    input: EndpointInput,
    more: Pick<ThroughputInput, 'modelUnits' | 'commitment'>,
    { signal }: Abortable,
  ): Promise<string> {
    const modelArn = await this.#modelOf(input, signal);
    const request = { name: input.name, modelArn, tags: { ...runTags(input.name), ...input.tags }, ...more };
    const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 40);
    return host.create({ ...request, clientToken: input.clientRequestToken ?? `novatune-${digest}` }, signal);
  }

  async #modelOf({ modelId, jobArn }: EndpointInput, signal: AbortSignal | undefined): Promise<string> {
    if (modelId === undefined && jobArn !== undefined) {
      const job = await this.getJobStatus(jobArn, signal ? { signal } : {});
      if (job.modelArn !== undefined) return job.modelArn;
      throw new CloudError('model-not-made', `Job ${job.jobName} is ${job.status}: it has made no model.`, {
        remedy: `Wait for it with: novatune job watch --job-arn ${job.jobArn}`,
        retryable: job.status === 'InProgress',
      });
    }
    if (modelId === undefined) {
      throw new InputError('option-invalid', 'Expected modelId or jobArn, to know what is to be served.');
    }
    const model = await this.#cloud.customizer.getModel(modelId, signal);
    if (!model) throw new CloudError('not-found', `There is no custom model ${modelId}.`);
    return model.modelArn;
  }

  async #describe(host: ModelHost, identifier: string, { signal }: Abortable): Promise<HostState> {
    const state = await host.describe(identifier, signal);
    if (!state) throw new CloudError('not-found', `There is no ${host.kind} ${identifier}.`);
    return state;
  }
}
