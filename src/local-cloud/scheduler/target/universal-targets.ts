import type { Operation, OperationContext } from '../../service/operation.ts';
import { ServiceError } from '../../service/service-error.ts';
import type { Cloud } from '../../state/ports.ts';
import { refusals } from '../refusals.ts';
import { groupArn, type Scope } from '../scope.ts';

const PREFIX = 'arn:aws:scheduler:::aws-sdk:';
const PRINCIPAL = 'scheduler.amazonaws.com';

/** Operations of the service that a target calls, by name. */
export type TargetOperations = Readonly<Record<string, Operation>>;

/** An API operation that a schedule may call. */
interface UniversalTarget {
  readonly operation: string;
  /** The one member of the input, as the API spells it. */
  readonly member: string;
  /** Looks at the same thing, with the same member. */
  readonly lookUp: string;
  /** Member of the looked-up thing that holds its ARN. */
  readonly arnMember: string;
}

/** By what follows `aws-sdk:`. The service is the SDK's service id in lower case, the action the operation in camel case. */
const TARGETS: Readonly<Record<string, UniversalTarget>> = {
  'bedrock:deleteProvisionedModelThroughput': {
    operation: 'DeleteProvisionedModelThroughput',
    member: 'provisionedModelId',
    lookUp: 'GetProvisionedModelThroughput',
    arnMember: 'provisionedModelArn',
  },
  'bedrock:deleteCustomModelDeployment': {
    operation: 'DeleteCustomModelDeployment',
    member: 'customModelDeploymentIdentifier',
    lookUp: 'GetCustomModelDeployment',
    arnMember: 'customModelDeploymentArn',
  },
};

/** A call that is ready to be made. */
interface TargetCall extends UniversalTarget {
  readonly identifier: string;
}

/**
 * Reads a target and its input. Members begin with a capital letter, whatever the API's own spelling, as in published schedules of
 * services with camel-case members (`"Cluster"` for ECS, `"KnowledgeBaseId"` for Agents for Bedrock). The user guide sends readers to the
 * API reference, so its spelling is taken too. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 * @throws ServiceError ValidationException
 */
export function readTarget(arn: string, input: string | undefined): TargetCall {
  const target = arn.startsWith(PREFIX) ? TARGETS[arn.slice(PREFIX.length)] : undefined;
  if (!target) {
    const known = Object.keys(TARGETS).map((name) => `${PREFIX}${name}`);
    throw refusals.notEmulated(`the schedule target ${arn}. It runs ${known.join(' and ')}`);
  }
  const members = parseObject(input);
  const spellings = [capitalized(target.member), target.member];
  const [[name, identifier] = [], ...others] = Object.entries(members ?? {});
  const fits = name !== undefined && spellings.includes(name) && typeof identifier === 'string' && identifier !== '';
  if (!fits || others.length > 0) {
    throw refusals.validation(
      `Invalid Input of the target ${arn}: expected a JSON object with the string ${spellings[0]}, got ${input ?? 'none'}.`,
    );
  }
  return { ...target, identifier };
}

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // Told with the text that is no JSON.
  }
}

const capitalized = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** Assumes a schedule's role; the source of the call is the schedule's group, not the schedule. */
export const assumeRole = (cloud: Pick<Cloud, 'roles'>, scope: Scope, group: string, roleArn: string) =>
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
  cloud.roles.assumeForService(roleArn, PRINCIPAL, {
    'aws:SourceAccount': scope.accountId,
    'aws:SourceArn': groupArn(scope, group),
  });

/** Who asks for what. */
export interface TargetCaller extends Scope {
  readonly groupName: string;
  readonly name: string;
  readonly roleArn: string;
}

/**
 * Calls the target as the schedule's role, which must be assumable and allowed to do it.
 * @throws ServiceError whatever the target or IAM refuses with
 */
export async function callTarget(
  cloud: Pick<Cloud, 'roles' | 'signal'>,
  operations: TargetOperations,
  target: TargetCall,
  caller: TargetCaller,
): Promise<void> {
  const session = assumeRole(cloud, caller, caller.groupName, caller.roleArn);
  if (!session) throw refusals.roleNotAssumable();
  const context = contextOf(caller, cloud.signal);
  const run = async (name: string, input: object): Promise<Record<string, unknown>> => {
    const operation = operations[name];
    if (!operation) throw refusals.notEmulated(name);
    return (await operation(input as never, context)) as Record<string, unknown>;
  };
  const input = { [target.member]: target.identifier };
  const resource = String((await run(target.lookUp, input))[target.arnMember]);
  const { tags } = (await run('ListTagsForResource', { resourceARN: resource })) as {
    readonly tags?: readonly { readonly key?: string; readonly value?: string }[];
  };
  const conditions = Object.fromEntries(
    (tags ?? []).map(({ key, value }) => [`aws:ResourceTag/${key ?? ''}`, value ?? '']),
  );
  const action = `bedrock:${target.operation}`;
  if (!session.isAllowed(action, resource, conditions)) {
    throw new ServiceError(
      'AccessDeniedException',
      `User: ${context.caller.arn} is not authorized to perform: ${action} on resource: ${resource}`,
    );
  }
  await run(target.operation, input);
}

function contextOf({ accountId, region, name, roleArn }: TargetCaller, signal: AbortSignal): OperationContext {
  const role = roleArn.split('/').at(-1) ?? roleArn;
  return {
    requestId: `scheduler-${name}`,
    caller: { accountId, arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${name}`, userId: name, accessKeyId: '' },
    region,
    endpoint: '',
    headers: {},
    signal,
  };
}
