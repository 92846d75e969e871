import type { Check } from '../../check.ts';
import { failure, ok } from '../../diagnosis.ts';

export const roleAccount: Check = {
  name: 'role-account',
  group: 'role',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html',
  run: async ({ role, identity }) => {
    const look = await role();
    if (look === undefined) return [];
    const { accountId } = await identity();
    if (look.account === undefined) {
      return [
        failure(
          'role-arn-invalid',
          `Expected a role ARN like arn:aws:iam::${accountId}:role/NAME, got ${JSON.stringify(look.arn)}.`,
          { remedy: 'Copy the ARN from `aws iam get-role --role-name NAME`, or use --create-role.' },
        ),
      ];
    }
    if (look.account === accountId) return [ok(`The role belongs to the caller's account ${accountId}.`)];
    return [
      failure(
        'role-of-another-account',
        `The role belongs to account ${look.account}, the caller to ${accountId}: it cannot be passed across accounts.`,
        {
          remedy: `Create a role in ${accountId} (--create-role), or submit with credentials of ${look.account}.`,
          refusal: 'Cross-account pass role is not allowed.',
        },
      ),
    ];
  },
};
