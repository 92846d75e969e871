import type { Check } from '../../check.ts';
import { ok, type Verdict, warning } from '../../diagnosis.ts';

/** What bills by the hour now, whoever made it. */
export const leftovers: Check = {
  name: 'leftovers',
  group: 'account',
  source: 'https://aws.amazon.com/bedrock/pricing/',
  run: async ({ cloud, signal }) => {
    const verdicts: Verdict[] = [];
    for await (const { name, modelUnits, status, commitment } of cloud.throughput.list({}, signal)) {
      const units = modelUnits === undefined ? '' : ` with ${modelUnits} model units`;
      const term = commitment === undefined ? '' : `, committed for ${commitment}`;
      verdicts.push(
        warning('throughput-bills', `The throughput ${name}${units} is ${status} and bills by the hour${term}.`, {
          remedy: `If nobody needs it: novatune throughput delete --provisioned-model-arn ${name}`,
        }),
      );
    }
    return verdicts.length > 0 ? verdicts : [ok('Nothing bills by the hour.')];
  },
};
