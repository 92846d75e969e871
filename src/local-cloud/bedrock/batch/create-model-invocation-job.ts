import type { CreateModelInvocationJobRequest, CreateModelInvocationJobResponse } from '@aws-sdk/client-bedrock';
import type { Operation } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { newResourceId, parseArn, resourceArn } from '../arn.ts';
import { type ControlPlane, type Scope, scopeOf } from '../control-plane.ts';
import { resolveEndpoint } from '../endpoint/resolve-endpoint.ts';
import { parseS3Uri } from '../jobs/s3-uri.ts';
import { assumeJobRole, checkReadable, checkWritable } from '../jobs/service-role.ts';
import { refusals, required } from '../refusals.ts';
import { findRepeated, rememberRequest, type TokenedRequest } from '../state/request-tokens.ts';
import { putTags, tagRows } from '../tags/tag-store.ts';
import { emitBatchState } from './batch-events.ts';
import { checkListable } from './batch-input.ts';
import {
  type BatchRequest,
  countUnfinished,
  insertBatchJob,
  isBatchNameTaken,
  type NewBatchJob,
} from './batch-store.ts';

/** When the request does not say. AWS publishes only the range, 24 to 168. */
const DEFAULT_TIMEOUT_HOURS = 24;

/** Checks model, role and locations; the records are checked when the job runs. */
export function createModelInvocationJob({
  cloud,
  batches,
}: ControlPlane): Operation<CreateModelInvocationJobRequest, CreateModelInvocationJobResponse> {
  return async (input, context) => {
    const scope = scopeOf(context);
    const { clientRequestToken: token } = input;
    const request: TokenedRequest = { operation: 'CreateModelInvocationJob', token, input };
    const repeated = findRepeated(cloud.database, scope, request);
    if (repeated !== undefined) return { jobArn: repeated };
    const job = planJob(cloud, scope, input);
    await checkLocations(cloud, scope, job);
    const tags = tagRows(input.tags);
    const jobArn = cloud.database.transaction(() => {
      // Another request may have come first while this one was looking at S3.
      const overtaken = findRepeated(cloud.database, scope, request);
      if (overtaken !== undefined) return overtaken;
      checkNameAndQuota(cloud, scope, job);
      insertBatchJob(cloud.database, job, cloud.clock.now());
      putTags(cloud.database, job.arn, tags);
      rememberRequest(cloud.database, scope, request, job.arn);
      emitBatchState(cloud, job.arn);
      return job.arn;
    });
    batches.start(jobArn);
    return { jobArn };
  };
}

function planJob(cloud: Cloud, scope: Scope, input: CreateModelInvocationJobRequest): NewBatchJob {
  const modelId = required(input.modelId, 'modelId');
  refuseCustomModel(modelId);
  resolveEndpoint(cloud, { ...scope, modelId });
  return {
    ...scope,
    arn: resourceArn(scope, 'model-invocation-job', newResourceId()),
    name: required(input.jobName, 'jobName'),
    modelId,
    request: planRequest(input),
  };
}

/** The published pattern lets custom-model ARNs through; the service does not. Its words are not known. */
function refuseCustomModel(modelId: string): void {
  const kind = parseArn(modelId)?.kind;
  if (kind === undefined || kind === 'foundation-model' || kind.endsWith('inference-profile')) return;
  throw refusals.validation(`Batch inference is not supported for custom models: ${modelId}.`);
}

function planRequest(input: CreateModelInvocationJobRequest): BatchRequest {
  const source = input.inputDataConfig?.s3InputDataConfig;
  const target = input.outputDataConfig?.s3OutputDataConfig;
  return {
    roleArn: required(input.roleArn, 'roleArn'),
    inputUri: required(source?.s3Uri, 'inputDataConfig.s3InputDataConfig.s3Uri'),
    inputOwner: source?.s3BucketOwner,
    outputUri: required(target?.s3Uri, 'outputDataConfig.s3OutputDataConfig.s3Uri'),
    outputOwner: target?.s3BucketOwner,
    outputKmsKeyId: target?.s3EncryptionKeyId,
    invocationType: input.modelInvocationType ?? 'InvokeModel',
    timeoutHours: input.timeoutDurationInHours ?? DEFAULT_TIMEOUT_HOURS,
    clientRequestToken: input.clientRequestToken,
    vpcConfig: input.vpcConfig,
  };
}

async function checkLocations(cloud: Cloud, scope: Scope, { arn, request }: NewBatchJob): Promise<void> {
  const session = assumeJobRole(cloud, scope, { roleArn: request.roleArn, jobArn: arn });
  checkOwner(cloud, request.inputUri, request.inputOwner);
  checkOwner(cloud, request.outputUri, request.outputOwner);
  const place = parseS3Uri(request.inputUri);
  if (cloud.objects.head(place.bucket, place.key) !== undefined) checkReadable(cloud, scope, session, place);
  else checkListable(cloud, scope, session, place);
  await checkWritable(cloud, scope, session, request.outputUri);
}

function checkOwner(cloud: Cloud, uri: string, owner: string | undefined): void {
  const { bucket } = parseS3Uri(uri);
  if (owner === undefined || cloud.objects.bucket(bucket)?.accountId === owner) return;
  throw new ServiceError('AccessDeniedException', `The bucket ${bucket} is not owned by the account ${owner}.`);
}

function checkNameAndQuota({ database, settings }: Cloud, scope: Scope, { name, modelId }: NewBatchJob): void {
  if (isBatchNameTaken(database, scope, name)) {
    throw refusals.conflict(`A model invocation job with the name ${name} already exists.`);
  }
  if (countUnfinished(database, scope, modelId) >= settings.batchJobsInProgress) {
    throw refusals.quota(
      `You have reached the quota of ${settings.batchJobsInProgress} in-progress and submitted batch inference jobs for ${modelId}.`,
    );
  }
}
