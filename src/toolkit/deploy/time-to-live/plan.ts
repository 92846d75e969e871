import { InputError } from '../../errors.ts';
import { sha256Hex } from '../../lib/hash.ts';
import { TTL_GROUP, TTL_RANGE_MS, TTL_TAG } from '../../model/time-to-live.ts';
import type { ModelHost } from '../../ports/model-host.ts';
import type { RoleDocument } from '../../ports/role-manager.ts';
import type { DeletionSchedule } from '../../ports/schedules.ts';

type Kind = ModelHost['kind'];

const ACTIONS = {
  throughput: { action: 'bedrock:DeleteProvisionedModelThroughput', resource: 'provisioned-model' },
  deployment: { action: 'bedrock:DeleteCustomModelDeployment', resource: 'custom-model-deployment' },
} as const;

const COMMITTED_DAYS = { OneMonth: 31, SixMonths: 184 } as const;
const DAY_MS = 86_400_000;

/**
 * @param committedMs how long the endpoint cannot be deleted; default 0
 * @throws {InputError} `ttl-invalid`
 */
export function checkTtl(ttlMs: number, committedMs = 0): void {
  const { min, max } = TTL_RANGE_MS;
  if (!(ttlMs >= min && ttlMs <= max)) {
    throw new InputError(
      'ttl-invalid',
      `Expected a time to live from ${min / 60_000} minute to ${max / DAY_MS} days, got ${ttlMs / 1000} s.`,
    );
  }
  if (ttlMs < committedMs) {
    const days = Math.ceil(committedMs / DAY_MS);
    throw new InputError(
      'ttl-invalid',
      `Expected a time to live of at least ${days} days: throughput with a commitment cannot be deleted before it ends.`,
    );
  }
}

/** How long throughput with a commitment cannot be deleted, at most. Milliseconds. */
export const committedMs = (commitment: keyof typeof COMMITTED_DAYS | undefined): number =>
  commitment === undefined ? 0 : COMMITTED_DAYS[commitment] * DAY_MS;

/**
 * Name that a schedule and its role share. IAM roles are global and endpoints live in a region, so the region is part of it; it fits
 * the 64 characters of both.
 */
export const ttlName = (kind: Kind, region: string, endpoint: string): string =>
  `novatune-ttl-${endpoint.slice(0, 40)}-${sha256Hex(`${kind} ${region} ${endpoint}`).slice(0, 8)}`;

/** An endpoint that is to be deleted, by name until its ARN is known. */
export interface Mortal {
  readonly kind: Kind;
  /** {@link ttlName} */
  readonly schedule: string;
  readonly name: string;
  readonly arn?: string;
  readonly accountId: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The role that a schedule calls as: it may do nothing but delete this one endpoint. Before the endpoint exists, its ARN cannot be named;
 * then the role may delete whatever endpoint of this account carries this schedule's own tag, which only this one will.
 * Trust is limited to novatune's schedule group: the service takes no single schedule there.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function ttlRole({ kind, schedule, name, arn, accountId, region, tags }: Mortal): RoleDocument {
  const { action, resource } = ACTIONS[kind];
  const target =
    arn === undefined
      ? {
          Resource: `arn:aws:bedrock:${region}:${accountId}:${resource}/*`,
          Condition: { StringEquals: { [`aws:ResourceTag/${TTL_TAG}`]: schedule } },
        }
      : { Resource: arn };
  return {
    name: schedule,
    description: `Lets EventBridge Scheduler delete the ${kind} ${name} when its time to live is over`,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: {
              'aws:SourceAccount': accountId,
              'aws:SourceArn': `arn:aws:scheduler:${region}:${accountId}:schedule-group/${TTL_GROUP}`,
            },
          },
        },
      ],
    },
    policies: {
      'novatune-ttl': { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, ...target }] },
    },
    tags,
  };
}

/** @param at milliseconds since the epoch */
export const ttlSchedule = (mortal: Mortal, at: number, roleArn: string): DeletionSchedule => ({
  group: TTL_GROUP,
  name: mortal.schedule,
  at,
  description: `novatune: time to live of the ${mortal.kind} ${mortal.name}`,
  kind: mortal.kind,
  identifier: mortal.arn ?? mortal.name,
  roleArn,
});
