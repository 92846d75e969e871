import type { Clock } from '../state/clock.ts';
import type { Database } from '../state/database.ts';
import type { CloudSettings, RoleAuthority } from '../state/ports.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import { parseRoleArn } from './identifiers.ts';
import { conditionContext, type Decision, evaluatePolicies, type PolicyDocument, parsePolicy } from './policy/index.ts';
import {
  createIamTables,
  type RoleRow,
  selectAttachments,
  selectInlinePolicies,
  selectPolicy,
  selectRole,
  selectVersion,
} from './store.ts';

interface AuthorityParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Pick<CloudSettings, 'rolePropagationMs'>;
}

/** What STS asks about a role. */
export interface AssumableRole {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** IAM as the other services of the cloud use it. Policies are read anew on every question, so changes count at once. */
export function openRoleAuthority({ database, clock, settings }: AuthorityParts): RoleAuthority {
  createIamTables(database);
  return {
    assumeForService: (roleArn, servicePrincipal, conditions) => {
      const role = findRole(database, roleArn);
      if (!role || role.trustChanged + settings.rolePropagationMs > clock.now()) return undefined;
      const decision = evaluatePolicies([parsePolicy(role.trust, 'trust')], {
        action: 'sts:AssumeRole',
        principal: { kind: 'Service', name: servicePrincipal },
        context: requestContext(clock, conditions),
      });
      if (decision !== 'allowed') return undefined;
      return {
        roleArn: role.arn,
        isAllowed: (action, resourceArn, more = {}) =>
          decideForRole(database, clock, { roleArn: role.arn, action, resourceArn, conditions: more }) === 'allowed',
      };
    },
  };
}

/**
 * Assumes a role for an AWS principal, as `sts:AssumeRole` does.
 * @returns undefined when there is no such role or its trust policy does not let the principal in.
 */
export function assumeForPrincipal(
  database: Database,
  clock: Clock,
  request: {
    readonly roleArn: string;
    readonly principalArn: string;
    readonly conditions: Readonly<Record<string, string | undefined>>;
  },
): AssumableRole | undefined {
  createIamTables(database);
  const role = findRole(database, request.roleArn);
  if (!role) return undefined;
  const decision = evaluatePolicies([parsePolicy(role.trust, 'trust')], {
    action: 'sts:AssumeRole',
    principal: { kind: 'AWS', name: request.principalArn },
    context: requestContext(clock, { 'aws:PrincipalArn': request.principalArn, ...request.conditions }),
  });
  if (decision !== 'allowed') return undefined;
  const { arn, id, name, account, maxSession } = role;
  return { arn, id, name, accountId: account, maxSessionDuration: maxSession };
}

/** Evaluates a role's identity policies: inline, attached, and the permissions boundary when it has one. */
function decideForRole(
  database: Database,
  clock: Clock,
  request: {
    readonly roleArn: string;
    readonly action: string;
    readonly resourceArn: string;
    readonly conditions: Readonly<Record<string, string>>;
  },
): Decision {
  const role = findRole(database, request.roleArn);
  if (!role) return 'implicitDeny';
  const question = {
    action: request.action,
    resource: request.resourceArn,
    context: requestContext(clock, {
      'aws:PrincipalArn': role.arn,
      'aws:PrincipalAccount': role.account,
      'aws:PrincipalType': 'AssumedRole',
      // Roles made by the Bedrock console ask for it. Whoever reaches into another account's resource passes that account.
      'aws:ResourceAccount': role.account,
      ...request.conditions,
    }),
  };
  const policies = policiesOfRole(database, role).map(({ document }) => document);
  const decision = evaluatePolicies(policies, question);
  if (decision !== 'allowed' || role.boundary === null) return decision;
  const boundary = documentOfPolicy(database, role.boundary);
  return evaluatePolicies(boundary ? [parsePolicy(boundary, 'identity')] : [], question);
}

/** One policy of a role with the name and type that `SimulatePrincipalPolicy` reports. */
export interface NamedPolicy {
  readonly name: string;
  readonly managed: 'aws' | 'user' | undefined;
  readonly text: string;
  readonly document: PolicyDocument;
}

export function policiesOfRole(database: Database, role: Pick<RoleRow, 'arn'>): readonly NamedPolicy[] {
  const inline = selectInlinePolicies(database, role.arn).map(({ name, document }) => ({
    name,
    managed: undefined,
    text: document,
    document: parsePolicy(document, 'identity'),
  }));
  const attached = selectAttachments(database, role.arn).flatMap((arn) => {
    const text = documentOfPolicy(database, arn);
    if (text === undefined) return [];
    const managed = awsManagedPolicy(arn) ? ('aws' as const) : ('user' as const);
    return [{ name: arn.split('/').at(-1) ?? arn, managed, text, document: parsePolicy(text, 'identity') }];
  });
  return [...inline, ...attached];
}

/** @returns the document of a managed policy's default version. */
function documentOfPolicy(database: Database, arn: string): string | undefined {
  const fromAws = awsManagedPolicy(arn);
  if (fromAws) return fromAws.document;
  const policy = selectPolicy(database, arn);
  return policy && selectVersion(database, arn, policy.defaultVersion)?.document;
}

/** @returns the role with exactly this ARN: the path must agree as well. */
export function findRole(database: Database, arn: string): RoleRow | undefined {
  const parsed = parseRoleArn(arn);
  const role = parsed && selectRole(database, parsed.accountId, parsed.name);
  return role?.arn === arn ? role : undefined;
}

/** Keys that are in every request. The local cloud counts its loopback as secure, since AWS would be reached over TLS. */
function requestContext(clock: Clock, conditions: Readonly<Record<string, string | undefined>>) {
  const now = clock.now();
  return conditionContext(
    {
      'aws:CurrentTime': new Date(now).toISOString(),
      'aws:EpochTime': String(Math.floor(now / 1000)),
      'aws:SecureTransport': 'true',
    },
    conditions,
  );
}
