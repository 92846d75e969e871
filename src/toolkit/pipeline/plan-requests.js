import { hostRequest } from '../deploy/index.js';
import { DATASET_FILES } from '../model/dataset.js';
import { runTags } from '../model/tags.js';
import { clientToken, planJob, recommendHyperparameters, serviceRoleDocument } from '../train/index.js';
import { runNames } from './names.js';
import { baseModelOf } from './steps/models.js';
/** What a job of a run is asked for, but for its data and role. */
export function jobOptions(recipe, rows) {
  const names = runNames(recipe);
  const model = baseModelOf(recipe);
  const hyperparameters = { ...recommendHyperparameters(model, rows), ...recipe.hyperparameters };
  return {
    jobName: names.job,
    modelName: names.model,
    baseModel: model.name,
    hyperparameters,
    tags: runTags(recipe.name),
  };
}
/** What an endpoint of a run is asked for. */
export const endpointOptions = (recipe) => ({
  kind: recipe.endpoint ?? 'deployment',
  name: runNames(recipe).endpoint,
  tags: runTags(recipe.name),
  ...(recipe.modelUnits !== undefined && { modelUnits: recipe.modelUnits }),
  ...(recipe.ttlMs !== undefined && { ttlMs: recipe.ttlMs }),
});
/** @param counts of the documents, by split. Pure. */
export function planRequests(recipe, counts, { accountId, region }) {
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
    reads: [folder],
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
//# sourceMappingURL=plan-requests.js.map
