import type { KeyDescription } from '../../../ports/key-reader.ts';
import type { RoleState } from '../../../ports/role-manager.ts';
import { askRights } from '../../ask-rights.ts';
import type { Check } from '../../check.ts';
import { failure, ok, unknown, type Verdict } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';
import { evaluatePolicies } from '../../policy/evaluate-policy.ts';

const ACTIONS = ['kms:CreateGrant', 'kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'];

/** The key of the custom model: there, enabled, in the region, of the right kind, and the role may use it. */
export const modelKey: Check = {
  name: 'model-key',
  group: 'key',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html',
  run: async (facts) => {
    const { kmsKey } = facts.input;
    if (kmsKey === undefined) return [];
    const { region } = await facts.identity();
    const [, keyRegion] = /^arn:aws[^:]*:kms:([^:]*):/.exec(kmsKey) ?? [];
    if (keyRegion !== undefined && keyRegion !== region) {
      const remedy = `Use a key in ${region}.`;
      return [
        failure('key-in-another-region', `The key is in ${keyRegion}, the job would run in ${region}.`, { remedy }),
      ];
    }
    const key = await facts.cloud.keys.describe(kmsKey, facts.signal);
    if (key === undefined) {
      const remedy = 'List the keys with: aws kms list-aliases';
      return [failure('key-missing', `There is no key ${kmsKey} in ${region}.`, { remedy })];
    }
    const problem = judgeState(key);
    if (problem !== undefined) return [problem];
    const role = (await facts.role())?.state;
    return role === undefined ? [ok(`The key ${key.arn} is enabled.`)] : judgeRights(key, role, facts);
  },
};

function judgeState({ arn, state, deletedAt, usage, spec }: KeyDescription): Verdict | undefined {
  if (usage !== 'ENCRYPT_DECRYPT' || spec !== 'SYMMETRIC_DEFAULT') {
    const remedy = 'Use a symmetric key for encryption.';
    return failure('key-of-wrong-kind', `The key ${arn} is for ${usage} with ${spec}.`, { remedy });
  }
  if (state === 'Enabled') return undefined;
  if (state === 'PendingDeletion') {
    const when = deletedAt === undefined ? '' : ` on ${new Date(deletedAt).toISOString()}`;
    const remedy = `aws kms cancel-key-deletion --key-id ${arn}, then enable-key; or use another key.`;
    return failure('key-being-deleted', `The key ${arn} will be deleted${when}, and what it encrypted is lost then.`, {
      remedy,
    });
  }
  return failure('key-disabled', `The key ${arn} is ${state}.`, { remedy: `aws kms enable-key --key-id ${arn}` });
}

/** A key's own policy comes first; the role's policies count only where it leaves the decision to the account. */
async function judgeRights(key: KeyDescription, role: RoleState, facts: Facts): Promise<readonly Verdict[]> {
  const { accountId, region } = await facts.identity();
  const context = { 'kms:ViaService': `bedrock.${region}.amazonaws.com`, 'kms:CallerAccount': accountId };
  const policy = await facts.cloud.keys.policy(key.id, facts.signal);
  const { answers } = await askRights(facts, role, { actions: ACTIONS, resources: [key.arn], context });
  const ask = (name: string, action: string) =>
    evaluatePolicies([policy], { action, resource: key.arn, principal: { kind: 'AWS', name }, context });
  const lacking = answers.flatMap(({ action, decision }) => {
    const named = ask(role.arn, action);
    const delegated = ask(`arn:aws:iam::${accountId}:root`, action);
    if (named === 'explicitDeny' || (named === 'implicitDeny' && delegated !== 'allowed'))
      return [{ action, by: 'policy of the key' }];
    if (decision === 'allowed' || (named === 'allowed' && delegated !== 'allowed')) return [];
    return [{ action, by: decision === 'unclear' || named === 'unclear' ? 'unclear' : 'policies of the role' }];
  });
  if (lacking.length === 0) return [ok(`The key ${key.arn} is enabled, and ${role.name} may use it.`)];
  const words = lacking.map(({ action }) => action).join(', ');
  if (lacking.every(({ by }) => by === 'unclear')) {
    return [unknown('key-rights-unclear', `Whether ${role.name} may ${words} depends on conditions unknown here.`)];
  }
  const where = [...new Set(lacking.map(({ by }) => by))].filter((by) => by !== 'unclear').join(' and ');
  return [
    failure('key-not-usable', `${role.name} may not ${words} on ${key.arn}, by the ${where}.`, {
      remedy: `Allow ${words} with kms:ViaService bedrock.${region}.amazonaws.com; novatune role create --kms-key ${key.id} writes the role's part.`,
    }),
  ];
}
