import type { Check } from '../../check.ts';
import { failure, ok, warning } from '../../diagnosis.ts';

const REFUSAL = 'Could not assume provided IAM role.';
/** How long IAM may take to tell the other services of a new role. */
const SETTLED_MS = 30_000;

export const roleExists: Check = {
  name: 'role-exists',
  group: 'role',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html',
  run: async ({ role, identity, cloud }) => {
    const look = await role();
    const { accountId } = await identity();
    if (look === undefined || look.account !== accountId) return [];
    const { state, name, arn } = look;
    if (state === undefined) {
      const remedy = 'Check the name, or let job create make it with --create-role.';
      return [
        failure('role-missing', `There is no role ${name} in account ${accountId}.`, { remedy, refusal: REFUSAL }),
      ];
    }
    if (state.arn !== arn) {
      const message = `The path is wrong: the role ${name} is ${state.arn}, not ${arn}.`;
      return [failure('role-path-wrong', message, { remedy: `Use ${state.arn}.`, refusal: REFUSAL })];
    }
    const age = state.createdAt === undefined ? Number.POSITIVE_INFINITY : cloud.clock.now() - state.createdAt;
    if (age > SETTLED_MS) return [ok(`The role ${name} is there.`)];
    const remedy = 'Wait half a minute; job create tries again by itself.';
    const message = `The role ${name} was made ${Math.max(0, Math.round(age / 1000))} s ago: Bedrock may not know it yet.`;
    return [warning('role-new', message, { remedy, refusal: REFUSAL })];
  },
};
