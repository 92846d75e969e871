import { callerPrincipal } from '../../caller.ts';
import type { Check } from '../../check.ts';
import { failure, ok, type Verdict } from '../../diagnosis.ts';

/** What one job takes, beside the rights on data and role. */
const ACTIONS = [
  'bedrock:CreateModelCustomizationJob',
  'bedrock:GetModelCustomizationJob',
  'bedrock:ListCustomModels',
  'bedrock:TagResource',
];

/** Whether the caller may submit and follow a job, by its own policies and by those of the organisation. */
export const callerRights: Check = {
  name: 'caller-rights',
  group: 'role',
  source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
  run: async (facts) => {
    const principalArn = await callerPrincipal(facts);
    if (principalArn === undefined)
      return [ok('The caller is the root of the account: only its organisation limits it.')];
    const question = { principalArn, actions: ACTIONS, resources: ['*'] };
    const answers = await facts.cloud.policies.simulate(question, facts.signal);
    const refused = answers.filter(({ decision }) => decision !== 'allowed');
    if (refused.length === 0) return [ok('The caller may submit and follow customization jobs.')];
    return refused.map(({ action, decision, allowedByOrganization }): Verdict => {
      const refusal = `User: ${principalArn} is not authorized to perform: ${action}`;
      if (allowedByOrganization === false) {
        return failure('caller-denied-by-organization', `A policy of the organisation denies the caller ${action}.`, {
          remedy: 'Ask the administrators of the organisation, or use an account or region that it leaves open.',
          refusal: `${refusal} with an explicit deny in a service control policy`,
        });
      }
      const why = decision === 'explicitDeny' ? 'denied' : 'not allowed';
      return failure('caller-not-allowed', `The caller is ${why} ${action}.`, {
        remedy: `${decision === 'explicitDeny' ? 'Lift the denial of' : 'Allow'} ${action} for ${principalArn}.`,
        refusal: decision === 'explicitDeny' ? `${refusal} with an explicit deny` : refusal,
      });
    });
  },
};
