import { findNovaModel } from '../../../model/nova.ts';
import type { Check } from '../../check.ts';
import { failure, ok, unknown } from '../../diagnosis.ts';
import { codeFor, QUOTA_CODES } from '../../quota-codes.ts';

/** Rows of the job against the quota of the account, which may be lower, or higher, than the guide says. */
export const rowQuota: Check = {
  name: 'row-quota',
  group: 'quotas',
  source: 'https://docs.aws.amazon.com/general/latest/gr/bedrock.html',
  run: async ({ input, trainingData, cloud, signal }) => {
    const model = input.baseModel === undefined ? undefined : findNovaModel(input.baseModel);
    const code = model && codeFor(QUOTA_CODES.rows, model.name);
    const data = await trainingData();
    if (model === undefined || code === undefined || data === undefined) return [];
    const quota = await cloud.quotas.quota('bedrock', code, signal);
    if (quota === undefined) return [unknown('quota-unknown', `Service Quotas does not know ${code}.`)];
    const words = `${data.rows}${data.complete ? '' : ' or more'} records, and the account may train ${model.name} on ${quota.value} (${code})`;
    if (data.rows > quota.value) {
      const more = quota.adjustable
        ? ` or ask for more: aws service-quotas request-service-quota-increase --service-code bedrock --quota-code ${code} --desired-value ${data.rows}`
        : '';
      return [failure('rows-over-quota', `There are ${words}.`, { remedy: `Use fewer records${more}.` })];
    }
    return data.complete
      ? [ok(`${words}.`)]
      : [unknown('rows-not-counted', `${words}; the files were not read to the end.`)];
  },
};
