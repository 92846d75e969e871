import { type DeployOptions, hostRequest } from '../deploy/index.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import { runTags } from '../model/tags.ts';
import type { CloudIdentity } from '../ports/cloud.ts';
import type { JobRequest } from '../ports/model-customizer.ts';
import type { HostRequest } from '../ports/model-host.ts';
import type { RoleDocument } from '../ports/role-manager.ts';
import {
  clientToken,
  type Hyperparameters,
  planJob,
  recommendHyperparameters,
  serviceRoleDocument,
} from '../train/index.ts';
import { runNames } from './names.ts';
import type { Recipe } from './recipe.ts';
import { baseModelOf } from './steps/models.ts';

/** What a run of a recipe would ask a cloud to make, as data. */
export interface RunRequests {
  /** Made when it does not exist. */
  readonly bucket: { readonly name: string; readonly region: string; readonly tags: Readonly<Record<string, string>> };
  /** Absent when the recipe names a role. */
  readonly role?: RoleDocument;
  readonly job: JobRequest;
  /** Its model is named: the ARN is known when the job has ended. */
  readonly endpoint: HostRequest & { readonly kind: 'deployment' | 'throughput' };
  /** The cloud deletes the endpoint after this, milliseconds. */
  readonly ttlMs?: number;
}

/** What a job of a run is asked for, but for its data and role. */
export function jobOptions(recipe: Recipe, rows: number) {
  const names = runNames(recipe);
  const model = baseModelOf(recipe);
  const hyperparameters: Hyperparameters = { ...recommendHyperparameters(model, rows), ...recipe.hyperparameters };
  return {
    jobName: names.job,
    modelName: names.model,
    baseModel: model.name,
    hyperparameters,
    tags: runTags(recipe.name),
  };
}

/** What an endpoint of a run is asked for. */
export const endpointOptions = (recipe: Recipe): DeployOptions & { readonly kind: 'deployment' | 'throughput' } => ({
  kind: recipe.endpoint ?? 'deployment',
  name: runNames(recipe).endpoint,
  tags: runTags(recipe.name),
  ...(recipe.modelUnits !== undefined && { modelUnits: recipe.modelUnits }),
  ...(recipe.ttlMs !== undefined && { ttlMs: recipe.ttlMs }),
});

/** @param counts of the documents, by split. Pure. */
export function planRequests(
  recipe: Recipe,
  counts: { readonly train: number; readonly validation: number },
  { accountId, region }: Pick<CloudIdentity, 'accountId' | 'region'>,
): RunRequests {
  const names = runNames(recipe);
  const tags = runTags(recipe.name);
  const folder = `s3://${recipe.bucket}/${names.prefix}`;
  const takesValidation = counts.validation > 0 && baseModelOf(recipe).validationFile !== false;
  const data = {
    trainingDataUri: `${folder}/${DATASET_FILES.train}`,
    ...(takesValidation && { validationDataUri: `${folder}/${DATASET_FILES.validation}` }),
    outputUri: `${folder}/output/`,
  };
  const role = serviceRoleDocument({
    name: names.role,
    accountId,
    region,
    reads: [`${folder}/`],
    outputUri: data.outputUri,
    tags,
  });
  const roleArn = recipe.roleArn ?? `arn:aws:iam::${accountId}:role/${names.role}`;
  const job = { ...planJob(data, jobOptions(recipe, counts.train)), roleArn };
  const endpoint = endpointOptions(recipe);
  return {
    bucket: { name: recipe.bucket, region, tags },
    ...(recipe.roleArn === undefined && { role }),
    job: { ...job, clientToken: clientToken(job) },
    endpoint: { kind: endpoint.kind, ...hostRequest(names.model, endpoint) },
    ...(recipe.ttlMs !== undefined && { ttlMs: recipe.ttlMs }),
  };
}
