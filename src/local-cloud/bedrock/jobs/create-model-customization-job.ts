import type { CreateModelCustomizationJobRequest, CreateModelCustomizationJobResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import type { Cloud } from '../../state/ports.ts';
import { newResourceId, resourceArn } from '../arn.ts';
import { type ControlPlane, type Scope, scopeOf } from '../control-plane.ts';
import { customizableModelId } from '../foundation-models/catalogue.ts';
import { refusals, required } from '../refusals.ts';
import { findRepeated, rememberRequest, type TokenedRequest } from '../state/request-tokens.ts';
import { putTags, type TagRow, tagRows } from '../tags/tag-store.ts';
import { checkSchema } from './check-schema.ts';
import { customizationOf, refuseWhatCannotRun } from './customization.ts';
import { type Hyperparameters, resolveHyperparameters } from './hyperparameters.ts';
import { emitJobState } from './job-events.ts';
import { insertJob, type JobRequest, type NewJob } from './job-store.ts';
import { parseS3Uri } from './s3-uri.ts';
import { assumeJobRole, checkReadable, checkWritable } from './service-role.ts';
import { trainingRules } from './training-rules.ts';

/**
 * Checks in the order that the real service was seen to follow when several faults coexist:
 * model id, training location, role, the role's S3 rights, content; then names and quotas.
 */
export function createModelCustomizationJob({
  cloud,
  runner,
}: ControlPlane): Operation<CreateModelCustomizationJobRequest, CreateModelCustomizationJobResponse> {
  return async (input, context) => {
    const scope = scopeOf(context);
    const request: TokenedRequest = {
      operation: 'CreateModelCustomizationJob',
      token: input.clientRequestToken,
      input,
    };
    const repeated = findRepeated(cloud.database, scope, request);
    if (repeated !== undefined) return { jobArn: repeated };

    const job = planJob(cloud, scope, input);
    await checkLocations(cloud, scope, job, context.requestId);
    refuseWhatCannotRun(job.request.customization);
    const planned = { ...job, hyperparameters: resolveHyperparameters(input.hyperParameters) };
    const jobTags = tagRows(input.jobTags);
    const jobArn = cloud.database.transaction(() => {
      // Another request may have come first while this one was reading S3.
      const overtaken = findRepeated(cloud.database, scope, request);
      if (overtaken !== undefined) return overtaken;
      checkNames(cloud, planned);
      checkQuotas(cloud, scope);
      storeJob(cloud, scope, planned, request, jobTags);
      return planned.arn;
    });
    runner.start(jobArn);
    return { jobArn };
  };
}

type PlannedJob = Omit<NewJob, 'hyperparameters'> & { readonly hyperparameters?: Hyperparameters };

/** The job that a request asks for; checks what can be checked without looking anywhere else. */
function planJob(cloud: Cloud, scope: Scope, input: CreateModelCustomizationJobRequest): PlannedJob {
  const identifier = required(input.baseModelIdentifier, 'baseModelIdentifier');
  refuseOwnModelAsBase(cloud, scope, identifier);
  const baseModelId = customizableModelId(scope.region, identifier);
  if (baseModelId === undefined) throw refusals.modelIdentifier();
  if (input.trainingDataConfig?.invocationLogsConfig !== undefined) {
    throw refusals.notEmulated('training on invocation logs');
  }
  const customization = customizationOf(input, baseModelId, scope);
  const request = { ...planRequest(scope, input), customization };
  const rules = trainingRules(baseModelId, customization.type);
  if (request.validationUris.length > 0 && !rules.validationSet) {
    throw refusals.validation(`Validation data is not supported for fine-tuning ${baseModelId}.`);
  }
  return {
    ...scope,
    arn: resourceArn(scope, 'model-customization-job', `${baseModelId}/${newResourceId()}`),
    name: required(input.jobName, 'jobName'),
    modelName: required(input.customModelName, 'customModelName'),
    modelArn: resourceArn(scope, 'custom-model', `${baseModelId}/${newResourceId()}`),
    baseModelId,
    request,
  };
}

function refuseOwnModelAsBase(cloud: Cloud, scope: Scope, identifier: string): void {
  const own = cloud.database
    .prepare('SELECT 1 FROM bedrock_custom_model WHERE (arn = ? OR name = ?) AND accountId = ? AND region = ?')
    .get(identifier, identifier, scope.accountId, scope.region);
  if (own !== undefined) throw refusals.notEmulated('fine-tuning that starts from a custom model');
}

function planRequest(scope: Scope, input: CreateModelCustomizationJobRequest): Omit<JobRequest, 'customization'> {
  const trainingUri = datasetUri(required(input.trainingDataConfig?.s3Uri, 'trainingDataConfig.s3Uri'));
  const validationUris = (input.validationDataConfig?.validators ?? []).map((validator, index) =>
    datasetUri(required(validator.s3Uri, `validationDataConfig.validators.${index + 1}.member.s3Uri`)),
  );
  if (validationUris.length > 1) throw refusals.validation('At most one validation dataset is supported.');
  return {
    roleArn: required(input.roleArn, 'roleArn'),
    trainingUri,
    validationUris,
    outputUri: required(input.outputDataConfig?.s3Uri, 'outputDataConfig.s3Uri'),
    clientRequestToken: input.clientRequestToken,
    modelKmsKeyArn: input.customModelKmsKeyId === undefined ? undefined : kmsKeyArn(scope, input.customModelKmsKeyId),
    vpcConfig: input.vpcConfig,
    modelTags: tagRows(input.customModelTags),
  };
}

function datasetUri(uri: string): string {
  if (!uri.endsWith('.jsonl')) {
    throw refusals.validation(`Provided S3 location is invalid: ${uri}. Input data must be in .jsonl format`);
  }
  return uri;
}

/** Recorded and told back; nothing is encrypted here. */
function kmsKeyArn(scope: Scope, key: string): string {
  if (key.startsWith('arn:')) return key;
  return `arn:aws:kms:${scope.region}:${scope.accountId}:${key.startsWith('alias/') ? key : `key/${key}`}`;
}

async function checkLocations(cloud: Cloud, scope: Scope, job: PlannedJob, requestId: string): Promise<void> {
  const { roleArn, trainingUri, validationUris, outputUri } = job.request;
  const session = assumeJobRole(cloud, scope, { roleArn, jobArn: job.arn });
  const datasets = [trainingUri, ...validationUris].map(parseS3Uri);
  for (const place of datasets) checkReadable(cloud, scope, session, place);
  await checkWritable(cloud, scope, session, outputUri);
  const { type } = job.request.customization;
  // Records for a grader have a form of their own, which ends here with their job.
  if (type === 'REINFORCEMENT_FINE_TUNING') return;
  const rules = trainingRules(job.baseModelId, type);
  for (const place of datasets) await checkSchema(cloud, place, rules, requestId);
}

function checkNames(cloud: Cloud, job: PlannedJob): void {
  const taken = (table: string, name: string, more = ''): boolean =>
    cloud.database
      .prepare(`SELECT 1 FROM ${table} WHERE name = ? AND accountId = ? AND region = ? ${more}`)
      .get(name, job.accountId, job.region) !== undefined;
  if (taken('bedrock_job', job.name)) {
    throw refusals.conflict(`A model customization job with the name ${job.name} already exists.`);
  }
  const promised = cloud.database
    .prepare(
      "SELECT 1 FROM bedrock_job WHERE modelName = ? AND accountId = ? AND region = ? AND status IN ('InProgress', 'Stopping')",
    )
    .get(job.modelName, job.accountId, job.region);
  if (promised !== undefined || taken('bedrock_custom_model', job.modelName)) {
    throw refusals.conflict(`A custom model with the name ${job.modelName} already exists.`);
  }
}

function checkQuotas({ database, settings }: Cloud, scope: Scope): void {
  const count = (sql: string): number =>
    database.prepare<{ count: number }>(sql).get(scope.accountId, scope.region)?.count ?? 0;
  const jobs = count(
    "SELECT count(*) AS count FROM bedrock_job WHERE accountId = ? AND region = ? AND status IN ('InProgress', 'Stopping')",
  );
  if (jobs >= settings.jobsInProgress) {
    throw refusals.quota(
      `You have reached the quota of ${settings.jobsInProgress} model customization jobs in progress.`,
    );
  }
  const models = count('SELECT count(*) AS count FROM bedrock_custom_model WHERE accountId = ? AND region = ?');
  if (models + jobs >= settings.customModels) {
    throw refusals.quota(`You have reached the quota of ${settings.customModels} custom models.`);
  }
}

function storeJob(cloud: Cloud, scope: Scope, job: NewJob, request: TokenedRequest, jobTags: readonly TagRow[]): void {
  insertJob(cloud.database, job, cloud.clock.now());
  putTags(cloud.database, job.arn, jobTags);
  rememberRequest(cloud.database, scope, request, job.arn);
  emitJobState(cloud, job.arn);
}
