import { findNovaModel } from '../../../model/nova.ts';
import type { Check } from '../../check.ts';
import { failure, ok, unknown, type Verdict, warning } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';
import { codeFor, QUOTA_CODES } from '../../quota-codes.ts';

/** New accounts were seen with 0 to 20 requests per minute. */
const FEW_REQUESTS = 20;

/** How fast the base model may be asked, and how many records a batch needs. */
export const inferenceQuota: Check = {
  name: 'inference-quota',
  group: 'quotas',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-runtime.html',
  run: async (facts) => {
    const model = facts.input.baseModel === undefined ? undefined : findNovaModel(facts.input.baseModel);
    if (model === undefined) return [];
    const [requests, tokens, batch] = await Promise.all([
      read(QUOTA_CODES.requestsPerMinute, model.name, facts),
      read(QUOTA_CODES.tokensPerMinute, model.name, facts),
      read(QUOTA_CODES.batchMinimum, model.name, facts),
    ]);
    if (requests === undefined && tokens === undefined && batch === undefined) {
      return [unknown('quota-unknown', `The quotas of ${model.name} for inference are not known.`)];
    }
    const words = [
      ...(requests === undefined ? [] : [`${requests} requests`]),
      ...(tokens === undefined ? [] : [`${tokens} tokens`]),
    ].join(' and ');
    return [
      ...(words === '' ? [] : [judge(requests ?? Number.POSITIVE_INFINITY, tokens, words, model.name)]),
      ...(batch === undefined ? [] : [ok(`A batch inference job takes at least ${batch} records.`)]),
    ];
  },
};

function judge(requests: number, tokens: number | undefined, words: string, model: string): Verdict {
  const message = `The account may ask ${model} ${words} a minute.`;
  const remedy = 'Ask for more in Service Quotas; new accounts start low.';
  if (requests === 0 || tokens === 0) {
    return failure('inference-quota-zero', message, {
      remedy,
      refusal: 'Too many requests, please wait before trying again.',
    });
  }
  return requests <= FEW_REQUESTS ? warning('inference-quota-low', message, { remedy }) : ok(message);
}

async function read(codes: Readonly<Record<string, string>>, model: string, { cloud, signal }: Facts) {
  const code = codeFor(codes, model);
  return code === undefined ? undefined : (await cloud.quotas.quota('bedrock', code, signal))?.value;
}
