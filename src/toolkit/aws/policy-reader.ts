import type { AccessAnswer, PolicyReader } from '../ports/policy-reader.ts';
import { call, callOrMissing, pages, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** IAM's policy simulator and managed policies. */
export function createPolicyReader(clients: AwsClients): PolicyReader {
  const load = async () => ({ client: await clients.iam(), sdk: await import('@aws-sdk/client-iam') });
  return {
    simulate: ({ principalArn, actions, resources, context = {} }, signal) =>
      call(`simulate the policies of ${principalArn}`, signal, async () => {
        const { client, sdk } = await load();
        const question = {
          PolicySourceArn: principalArn,
          ActionNames: [...actions],
          ResourceArns: [...resources],
          ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
            ContextKeyName,
            ContextKeyValues: [value],
            ContextKeyType: 'string' as const,
          })),
        };
        const fetchPage = (Marker: string | undefined) =>
          client.send(new sdk.SimulatePrincipalPolicyCommand({ ...question, Marker }), sending(signal));
        const answers: AccessAnswer[] = [];
        for await (const page of pages(fetchPage, (page) => (page.IsTruncated ? page.Marker : undefined))) {
          for (const result of page.EvaluationResults ?? []) {
            const organization = result.OrganizationsDecisionDetail?.AllowedByOrganizations;
            answers.push({
              action: result.EvalActionName ?? '',
              resource: result.EvalResourceName ?? '',
              decision: result.EvalDecision ?? 'implicitDeny',
              ...(organization !== undefined && { allowedByOrganization: organization }),
            });
          }
        }
        return answers;
      }),

    managedPolicy: (arn, signal) =>
      callOrMissing(`read policy ${arn}`, signal, async () => {
        const { client, sdk } = await load();
        const { Policy } = await client.send(new sdk.GetPolicyCommand({ PolicyArn: arn }), sending(signal));
        const { PolicyVersion } = await client.send(
          new sdk.GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
          sending(signal),
        );
        return JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? '%7B%7D')) as Record<string, unknown>;
      }),
  };
}
