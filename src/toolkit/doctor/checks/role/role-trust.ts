import type { Check } from '../../check.ts';
import { failure, ok, unknown, warning } from '../../diagnosis.ts';
import { evaluatePolicies, statementsOf } from '../../policy/evaluate-policy.ts';

const SERVICE = 'bedrock.amazonaws.com';

/** Whether Bedrock may assume the role for a job of this account and region, and for nobody else. */
export const roleTrust: Check = {
  name: 'role-trust',
  group: 'role',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html',
  run: async ({ role, identity }) => {
    const look = await role();
    if (look?.state === undefined) return [];
    const { accountId, region } = await identity();
    const { trust, name } = look.state;
    const decision = evaluatePolicies([trust], {
      action: 'sts:AssumeRole',
      principal: { kind: 'Service', name: SERVICE },
      context: {
        'aws:SourceAccount': accountId,
        // Jobs have ids of 12 letters and digits behind the model.
        'aws:SourceArn': `arn:aws:bedrock:${region}:${accountId}:model-customization-job/amazon.nova-lite-v1:0:300k/abcdefghijkl`,
      },
    });
    const remedy = `novatune role create --role-name ${name} --adopt … writes the trust that Bedrock needs; or allow ${SERVICE} sts:AssumeRole with aws:SourceAccount ${accountId} and aws:SourceArn arn:aws:bedrock:${region}:${accountId}:model-customization-job/*.`;
    if (decision === 'unclear') {
      return [unknown('role-trust-unclear', `Whether ${name} trusts Bedrock depends on conditions unknown here.`)];
    }
    if (decision !== 'allowed') {
      const named = JSON.stringify(trust).includes(SERVICE);
      const message = named
        ? `The trust of ${name} names Bedrock, but not for customization jobs of ${accountId} in ${region}.`
        : `The trust of ${name} does not let ${SERVICE} assume it.`;
      return [failure('role-trust-missing', message, { remedy, refusal: 'Could not assume provided IAM role.' })];
    }
    return isBound(trust)
      ? [ok(`Bedrock may assume ${name} for customization jobs of this account.`)]
      : [
          warning('role-trust-open', `Bedrock may assume ${name} on behalf of any account (the confused deputy).`, {
            remedy: 'Add conditions on aws:SourceAccount and aws:SourceArn to the trust.',
          }),
        ];
  },
};

/** Every statement for Bedrock names whom it works for. */
const isBound = (trust: unknown): boolean =>
  statementsOf(trust)
    .filter(({ Principal, Effect }) => Effect === 'Allow' && JSON.stringify(Principal ?? '').includes(SERVICE))
    .every(({ Condition }) => /aws:Source(Account|Arn)/i.test(JSON.stringify(Condition ?? {})));
