import type { Check } from '../../check.ts';
import { failure, ok, unknown, warning } from '../../diagnosis.ts';
import { QUOTA_CODES } from '../../quota-codes.ts';

/** Shares of a quota from which on it is worth saying. */
const NEARLY = 0.9;

/** Whether one more custom model has room, counting the jobs that will leave one. */
export const modelQuota: Check = {
  name: 'model-quota',
  group: 'quotas',
  source: 'https://docs.aws.amazon.com/general/latest/gr/bedrock.html',
  run: async ({ cloud, signal }) => {
    const quota = await cloud.quotas.quota('bedrock', QUOTA_CODES.customModels, signal);
    if (quota === undefined)
      return [unknown('quota-unknown', `Service Quotas does not know ${QUOTA_CODES.customModels}.`)];
    let [models, jobs] = [0, 0];
    for await (const _ of cloud.customizer.listModels({}, signal)) models += 1;
    for await (const _ of cloud.customizer.listJobs({ status: 'InProgress' }, signal)) jobs += 1;
    const used = models + jobs;
    const words = `${models} custom models and ${jobs} jobs in progress, of ${quota.value} models (${quota.code})`;
    const remedy = 'Delete models that are no longer needed: novatune model list, novatune model delete.';
    if (used >= quota.value) {
      const refusal = `You have reached the quota of ${quota.value} custom models.`;
      return [
        failure('custom-models-full', `There is no room for another custom model: ${words}.`, { remedy, refusal }),
      ];
    }
    if (used >= NEARLY * quota.value) return [warning('custom-models-nearly-full', `${words}.`, { remedy })];
    return [ok(`${words}.`)];
  },
};
