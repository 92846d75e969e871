import type { Check } from '../../check.ts';
import { ok, unknown } from '../../diagnosis.ts';
import { QUOTA_CODES } from '../../quota-codes.ts';

/** Accounts start with none: a purchase is refused, and deployments do without. */
export const throughputQuota: Check = {
  name: 'throughput-quota',
  group: 'quotas',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/prov-throughput.html',
  run: async ({ cloud, signal }) => {
    const quota = await cloud.quotas.quota('bedrock', QUOTA_CODES.noCommitmentUnits, signal);
    if (quota === undefined)
      return [unknown('quota-unknown', `Service Quotas does not know ${QUOTA_CODES.noCommitmentUnits}.`)];
    const words = `The account may buy ${quota.value} model units of throughput without commitment (${quota.code})`;
    return [ok(quota.value === 0 ? `${words}: serve custom models by deployments, the default.` : `${words}.`)];
  },
};
