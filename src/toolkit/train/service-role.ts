import { InputError } from '../errors.ts';
import { isTagged } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { RoleDocument } from '../ports/role-manager.ts';
import { extendPolicy } from './extend-policy.ts';
import { jobSourceArn, type RoleNeeds, roleStatements } from './role-policy.ts';

export interface ServiceRoleOptions extends RoleNeeds {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The one inline policy of a role that novatune writes; others on the same role are left alone. */
export const ROLE_POLICY = 'novatune-job-data';

/**
 * The role Bedrock assumes for one data set: trust limited to this account's customization jobs (confused-deputy conditions),
 * permissions limited to the prefixes used. https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html
 */
export function serviceRoleDocument(options: ServiceRoleOptions): RoleDocument {
  return {
    name: options.name,
    description: 'Lets Amazon Bedrock read training data and write results of novatune jobs',
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'bedrock.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': options.accountId },
            ArnEquals: { 'aws:SourceArn': jobSourceArn(options) },
          },
        },
      ],
    },
    policies: { [ROLE_POLICY]: { Version: '2012-10-17', Statement: roleStatements(options, options) } },
    tags: options.tags,
  };
}

export interface EnsureRoleOptions extends ServiceRoleOptions {
  /**
   * What becomes of the rights that novatune gave to the role before. `replace` (default): they go, what is wanted now stays.
   * `extend`: they stay too, so that jobs which still run with the role lose nothing.
   */
  readonly earlier?: 'replace' | 'extend';
  /** Change a role that does not carry novatune's tags. Default false. */
  readonly adopt?: boolean;
}

/**
 * Creates the role or brings it up to date, trust included. The policy is put over the earlier one in one call: there is never a moment
 * without permissions.
 * @returns its ARN and whether it is new: a new role cannot be assumed at once.
 * @throws {InputError} `name-invalid`; `role-not-ours` when a role of that name exists without novatune's tags.
 */
export async function ensureServiceRole(
  cloud: Cloud,
  options: EnsureRoleOptions,
  signal?: AbortSignal,
): Promise<{ readonly arn: string; readonly created: boolean }> {
  if (!/^[\w+=,.@-]{1,64}$/.test(options.name)) {
    throw new InputError(
      'name-invalid',
      `Expected the role name to have 1 to 64 characters of letters, digits and +=,.@_-, got ${JSON.stringify(options.name)}.`,
    );
  }
  const role = await planRole(cloud, options, signal);
  return cloud.roles.put(role, signal);
}

/** The document that {@link ensureServiceRole} would put. Reads the role that is there, changes nothing. */
export async function planRole(cloud: Cloud, options: EnsureRoleOptions, signal?: AbortSignal): Promise<RoleDocument> {
  const wanted = serviceRoleDocument(options);
  const existing = await cloud.roles.get(options.name, signal);
  if (!existing) return wanted;
  if (!options.adopt && !isTagged(existing.tags)) {
    throw new InputError('role-not-ours', `The role ${options.name} exists and was not made by novatune.`, {
      remedy: `Use it as it is with --role-arn ${existing.arn}, or choose another name.`,
    });
  }
  if (options.earlier !== 'extend' || !existing.inlinePolicies.includes(ROLE_POLICY)) return wanted;
  const earlier = await cloud.roles.inlinePolicy(options.name, ROLE_POLICY, signal);
  return { ...wanted, policies: { [ROLE_POLICY]: extendPolicy(earlier, roleStatements(options, options)) } };
}
