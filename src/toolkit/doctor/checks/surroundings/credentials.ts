import type { Check } from '../../check.ts';
import { ok, warning } from '../../diagnosis.ts';

/** Whose credentials these are. That there are none is found before any check runs. */
export const credentials: Check = {
  name: 'credentials',
  group: 'surroundings',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  run: async ({ identity, cloud }) => {
    const { accountId, callerArn, rehearsal } = await identity();
    const who = `${callerArn} of account ${accountId}, profile ${cloud.connection.profile()}`;
    if (rehearsal || !callerArn.endsWith(':root')) return [ok(`The caller is ${who}.`)];
    const remedy = 'Use a role or an IAM Identity Center user with only the rights that are needed.';
    return [warning('credentials-of-root', `The caller is the root user: ${who}.`, { remedy })];
  },
};
