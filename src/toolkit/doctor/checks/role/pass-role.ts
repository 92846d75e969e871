import { callerPrincipal } from '../../caller.ts';
import type { Check } from '../../check.ts';
import { failure, ok } from '../../diagnosis.ts';

/** Whether the caller may hand the role to Bedrock. */
export const passRole: Check = {
  name: 'pass-role',
  group: 'role',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  run: async (facts) => {
    const look = await facts.role();
    const { accountId } = await facts.identity();
    if (look === undefined || look.account !== accountId) return [];
    const principalArn = await callerPrincipal(facts);
    if (principalArn === undefined) return [ok('The caller may pass the role: it is the root of the account.')];
    const context = { 'iam:PassedToService': 'bedrock.amazonaws.com' };
    const answers = await facts.cloud.policies.simulate(
      { principalArn, actions: ['iam:PassRole'], resources: [look.arn], context },
      facts.signal,
    );
    if (answers.every(({ decision }) => decision === 'allowed'))
      return [ok('The caller may pass the role to Bedrock.')];
    return [
      failure('caller-cannot-pass-role', `${principalArn} may not pass ${look.arn} to Bedrock.`, {
        remedy: `Allow it iam:PassRole on ${look.arn} with iam:PassedToService bedrock.amazonaws.com.`,
        refusal: `User: ${principalArn} is not authorized to perform: iam:PassRole on resource: ${look.arn}`,
      }),
    ];
  },
};
