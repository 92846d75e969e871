import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  Credentials,
  GetCallerIdentityResponse,
  GetSessionTokenRequest,
  GetSessionTokenResponse,
} from '@aws-sdk/client-sts';
import { assumeForPrincipal, type Checked, PolicySyntaxError, parsePolicy } from '../iam/index.ts';
import type { OperationContext, ServiceDefinition } from '../service/operation.ts';
import { ServiceError } from '../service/service-error.ts';
import type { Cloud } from '../state/ports.ts';
import type { SessionCredentials, Sessions } from './sessions.ts';

/** Seconds. Source: AssumeRole, GetSessionToken. */
const ASSUME_ROLE_DEFAULT = 3600;
const SESSION_TOKEN_DEFAULT = 43_200;
/** A role assumed with a role's credentials ("role chaining") lasts at most an hour. Source: AssumeRole. */
const CHAINED_MAXIMUM = 3600;

/** Security Token Service: who am I, and temporary credentials for a role. */
export function createStsService(cloud: Pick<Cloud, 'database' | 'clock'>, sessions: Sessions): ServiceDefinition {
  return {
    name: 'sts',
    signingName: 'sts',
    protocol: 'awsQuery',
    loadSchemas: () => import('@aws-sdk/client-sts'),
    operations: stsOperations(cloud, sessions),
  };
}

/** Every operation by name, with its types. */
export function stsOperations(cloud: Pick<Cloud, 'database' | 'clock'>, sessions: Sessions) {
  return {
    GetCallerIdentity: (_input: object, { caller }: OperationContext): GetCallerIdentityResponse => ({
      UserId: caller.userId,
      Account: caller.accountId,
      Arn: caller.arn,
    }),
    AssumeRole: (input: Checked<AssumeRoleRequest>, { caller }: OperationContext): AssumeRoleResponse =>
      assumeRole(cloud, sessions, input, caller.arn),
    GetSessionToken: (
      input: Checked<GetSessionTokenRequest>,
      { caller }: OperationContext,
    ): GetSessionTokenResponse => {
      if (caller.arn.includes(':assumed-role/')) {
        throw accessDenied('Cannot call GetSessionToken with session credentials');
      }
      const { accountId, arn, userId } = caller;
      const seconds = input.DurationSeconds ?? SESSION_TOKEN_DEFAULT;
      return { Credentials: describe(sessions.create({ accountId, arn, userId }, seconds)) };
    },
  };
}

function assumeRole(
  cloud: Pick<Cloud, 'database' | 'clock'>,
  sessions: Sessions,
  input: Checked<AssumeRoleRequest>,
  callerArn: string,
): AssumeRoleResponse {
  const role = assumeForPrincipal(cloud.database, cloud.clock, {
    roleArn: input.RoleArn,
    principalArn: callerArn,
    conditions: { 'sts:ExternalId': input.ExternalId, 'sts:RoleSessionName': input.RoleSessionName },
  });
  if (!role) {
    throw accessDenied(`User: ${callerArn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`);
  }
  checkSessionPolicy(input.Policy);
  const seconds = input.DurationSeconds ?? ASSUME_ROLE_DEFAULT;
  if (callerArn.includes(':assumed-role/') && seconds > CHAINED_MAXIMUM) {
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  }
  if (seconds > role.maxSessionDuration) {
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  const userId = `${role.id}:${input.RoleSessionName}`;
  const arn = `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${input.RoleSessionName}`;
  const credentials = sessions.create({ accountId: role.accountId, arn, userId }, seconds);
  return {
    Credentials: describe(credentials),
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    ...(input.SourceIdentity !== undefined && { SourceIdentity: input.SourceIdentity }),
  };
}

/** Session policies bind callers, whom the local cloud does not restrict; a broken one is still refused. */
function checkSessionPolicy(policy: string | undefined): void {
  if (policy === undefined) return;
  try {
    parsePolicy(policy, 'identity');
  } catch (cause) {
    if (!(cause instanceof PolicySyntaxError)) throw cause;
    throw new ServiceError('MalformedPolicyDocument', cause.message, { status: 400, cause });
  }
}

function describe(credentials: SessionCredentials): Credentials {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(credentials.expires),
  };
}

function accessDenied(message: string): ServiceError {
  return new ServiceError('AccessDenied', message, { status: 403 });
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message, { status: 400 });
}
