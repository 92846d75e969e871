import { CloudError } from '../errors.ts';
import type { AccessAnswer, AccessQuestion } from '../ports/policy-reader.ts';
import type { RoleState } from '../ports/role-manager.ts';
import type { Facts } from './facts.ts';
import { evaluatePolicies } from './policy/evaluate-policy.ts';

export type RightsDecision = AccessAnswer['decision'] | 'unclear';

export interface Right extends Omit<AccessAnswer, 'decision'> {
  readonly decision: RightsDecision;
}

export interface Rights {
  readonly answers: readonly Right[];
  /** `simulated` by IAM, or `read`: the role's policies were read and judged here, because the caller may not simulate. */
  readonly how: 'simulated' | 'read';
}

/** What a role of the account may do. The simulator of IAM is asked; a caller who may not ask it reads the policies instead. */
export async function askRights(
  { cloud, signal }: Facts,
  role: RoleState,
  question: Omit<AccessQuestion, 'principalArn'>,
): Promise<Rights> {
  try {
    return {
      answers: await cloud.policies.simulate({ ...question, principalArn: role.arn }, signal),
      how: 'simulated',
    };
  } catch (error) {
    if (!(error instanceof CloudError && error.code === 'access-denied')) throw error;
  }
  const inline = role.inlinePolicies.map((name) => cloud.roles.inlinePolicy(role.name, name, signal));
  const attached = role.attachedPolicies.map((arn) => cloud.policies.managedPolicy(arn, signal));
  const documents = await Promise.all([...inline, ...attached]);
  const answers = question.actions.flatMap((action) =>
    question.resources.map((resource) => ({
      action,
      resource,
      decision: evaluatePolicies(documents, { action, resource, context: question.context ?? {} }),
    })),
  );
  return { answers, how: 'read' };
}
