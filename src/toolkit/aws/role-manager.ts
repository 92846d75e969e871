import type { RoleDocument, RoleManager } from '../ports/role-manager.ts';
import { call, callOrMissing, pages, required, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** IAM roles with inline policies: `PutRolePolicy` replaces in place, so an update never leaves a moment without permissions. */
export function createRoleManager(clients: AwsClients): RoleManager {
  const load = async () => ({ client: await clients.iam(), sdk: await import('@aws-sdk/client-iam') });

  const inlinePolicies = async (name: string, signal: AbortSignal | undefined): Promise<string[]> => {
    const { client, sdk } = await load();
    const names: string[] = [];
    const fetchPage = (Marker: string | undefined) =>
      client.send(new sdk.ListRolePoliciesCommand({ RoleName: name, Marker }), sending(signal));
    for await (const page of pages(fetchPage, (page) => (page.IsTruncated ? page.Marker : undefined))) {
      names.push(...(page.PolicyNames ?? []));
    }
    return names;
  };

  const attachedPolicies = async (name: string, signal: AbortSignal | undefined): Promise<string[]> => {
    const { client, sdk } = await load();
    const arns: string[] = [];
    const fetchPage = (Marker: string | undefined) =>
      client.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName: name, Marker }), sending(signal));
    for await (const page of pages(fetchPage, (page) => (page.IsTruncated ? page.Marker : undefined))) {
      arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => (PolicyArn ? [PolicyArn] : [])));
    }
    return arns;
  };

  const get: RoleManager['get'] = (name, signal) =>
    callOrMissing(`get role ${name}`, signal, async () => {
      const { client, sdk } = await load();
      const { Role } = await client.send(new sdk.GetRoleCommand({ RoleName: name }), sending(signal));
      return {
        name,
        arn: Role?.Arn ?? '',
        tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
        trust: JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '%7B%7D')) as Record<string, unknown>,
        inlinePolicies: await inlinePolicies(name, signal),
        attachedPolicies: await attachedPolicies(name, signal),
        ...(Role?.CreateDate && { createdAt: Role.CreateDate.getTime() }),
      };
    });

  /** @returns the ARN, or undefined when someone else has made the role meanwhile. */
  const create = async (role: RoleDocument, signal: AbortSignal | undefined): Promise<string | undefined> => {
    const { client, sdk } = await load();
    const command = new sdk.CreateRoleCommand({
      RoleName: role.name,
      Description: role.description,
      AssumeRolePolicyDocument: JSON.stringify(role.trust),
      Tags: roleTags(role),
    });
    try {
      const { Role } = await client.send(command, sending(signal));
      return required(Role?.Arn, 'Role.Arn', 'CreateRole');
    } catch (error) {
      if (error instanceof sdk.EntityAlreadyExistsException) return undefined;
      throw error;
    }
  };

  const update = async (role: RoleDocument, signal: AbortSignal | undefined): Promise<void> => {
    const { client, sdk } = await load();
    await client.send(
      new sdk.UpdateAssumeRolePolicyCommand({ RoleName: role.name, PolicyDocument: JSON.stringify(role.trust) }),
      sending(signal),
    );
    const Tags = roleTags(role);
    if (Tags.length > 0) await client.send(new sdk.TagRoleCommand({ RoleName: role.name, Tags }), sending(signal));
  };

  return {
    get,

    inlinePolicy: (role, policy, signal) =>
      callOrMissing(`get policy ${policy} of role ${role}`, signal, async () => {
        const { client, sdk } = await load();
        const command = new sdk.GetRolePolicyCommand({ RoleName: role, PolicyName: policy });
        const { PolicyDocument } = await client.send(command, sending(signal));
        return JSON.parse(decodeURIComponent(PolicyDocument ?? '%7B%7D')) as Record<string, unknown>;
      }),

    put: (role, signal) =>
      call(`create or update role ${role.name}`, signal, async () => {
        const { client, sdk } = await load();
        const existing = await get(role.name, signal);
        const made = existing ? undefined : await create(role, signal);
        if (!made) await update(role, signal);
        const arn = made ?? existing?.arn ?? (await get(role.name, signal))?.arn;
        for (const [PolicyName, document] of Object.entries(role.policies)) {
          await client.send(
            new sdk.PutRolePolicyCommand({ RoleName: role.name, PolicyName, PolicyDocument: JSON.stringify(document) }),
            sending(signal),
          );
        }
        return { arn: required(arn, 'Role.Arn', 'CreateRole'), created: made !== undefined };
      }),

    async *list(signal) {
      const { client, sdk } = await load();
      const fetchPage = (Marker: string | undefined) =>
        call('list roles', signal, () => client.send(new sdk.ListRolesCommand({ Marker }), sending(signal)));
      for await (const page of pages(fetchPage, (page) => (page.IsTruncated ? page.Marker : undefined))) {
        for (const { RoleName = '', Arn = '', CreateDate } of page.Roles ?? []) {
          yield { name: RoleName, arn: Arn, ...(CreateDate && { createdAt: CreateDate.getTime() }) };
        }
      }
    },

    delete: async (name, signal) => {
      await callOrMissing(`delete role ${name}`, signal, async () => {
        const { client, sdk } = await load();
        for (const PolicyName of await inlinePolicies(name, signal)) {
          await client.send(new sdk.DeleteRolePolicyCommand({ RoleName: name, PolicyName }), sending(signal));
        }
        for (const PolicyArn of await attachedPolicies(name, signal)) {
          await client.send(new sdk.DetachRolePolicyCommand({ RoleName: name, PolicyArn }), sending(signal));
        }
        await client.send(new sdk.DeleteRoleCommand({ RoleName: name }), sending(signal));
      });
    },
  };
}

const roleTags = ({ tags }: RoleDocument) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
