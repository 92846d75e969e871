import type { Facts } from './facts.ts';

/**
 * The ARN under which IAM knows the caller: of the role, for a session of one.
 * @returns undefined for the root user, who has no policies and may do everything but what the organisation denies.
 */
export async function callerPrincipal({ identity, cloud, signal }: Facts): Promise<string | undefined> {
  const { callerArn, accountId } = await identity();
  if (callerArn.endsWith(':root')) return undefined;
  const [, roleName] = /:assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
  if (roleName === undefined) return callerArn;
  // Roles of IAM Identity Center have a path, which a session's ARN does not tell.
  const role = await cloud.roles.get(roleName, signal).catch(() => undefined);
  return role?.arn ?? `arn:aws:iam::${accountId}:role/${roleName}`;
}
