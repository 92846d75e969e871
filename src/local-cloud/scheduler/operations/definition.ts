import type { CreateScheduleInput, GetScheduleOutput, UpdateScheduleInput } from '@aws-sdk/client-scheduler';
import type { Cloud } from '../../state/ports.ts';
import { type Expression, firstRun, parseExpression } from '../expression/expression.ts';
import { refusals } from '../refusals.ts';
import type { Checked, Scope } from '../scope.ts';
import type { Definition, Schedule } from '../state/schedules.ts';
import { assumeRole, readTarget } from '../target/universal-targets.ts';

type Input = Checked<CreateScheduleInput> | Checked<UpdateScheduleInput>;
type TargetInput = Input['Target'];

/** Longest age of a run and most retries when the request does not say, as published: 24 hours and 185. */
const DEFAULT_MAX_AGE_SECONDS = 86_400;
const DEFAULT_MAX_RETRIES = 185;
/** A start may lie this far back. Milliseconds. */
const START_TOLERANCE_MS = 5 * 60_000;
/** Ways of calling a target that belong to services which are not here. */
const TEMPLATED = [
  'EcsParameters',
  'EventBridgeParameters',
  'KinesisParameters',
  'SageMakerPipelineParameters',
  'SqsParameters',
] as const;

/** What a schedule is to be, checked. */
interface Wanted {
  readonly state: Schedule['state'];
  readonly definition: Definition;
  readonly nextRunAt: number | null;
}

/** @throws ServiceError ValidationException */
export function readDefinition(cloud: Cloud, scope: Scope, group: string, input: Input): Wanted {
  const now = cloud.clock.now();
  const zone = input.ScheduleExpressionTimezone ?? 'UTC';
  const expression = parseExpression(input.ScheduleExpression, zone);
  const startAt = input.StartDate?.getTime();
  const endAt = input.EndDate?.getTime();
  checkSpan(expression, now, startAt, endAt);
  const target = readTargetInput(input.Target);
  if (!assumeRole(cloud, scope, group, target.roleArn)) throw refusals.roleNotAssumable();
  const definition: Definition = {
    description: input.Description,
    expression: input.ScheduleExpression,
    zone,
    startAt,
    endAt,
    windowMinutes: readWindow(input.FlexibleTimeWindow),
    kmsKeyArn: input.KmsKeyArn,
    deleteAfterCompletion: input.ActionAfterCompletion === 'DELETE',
    target,
  };
  return {
    state: input.State ?? 'ENABLED',
    definition,
    nextRunAt: firstRun(expression, { from: now, start: startAt, end: endAt }) ?? null,
  };
}

/** One-time schedules ignore both ends. */
function checkSpan(expression: Expression, now: number, startAt: number | undefined, endAt: number | undefined): void {
  if (expression.kind === 'at') return;
  if (startAt !== undefined && startAt < now - START_TOLERANCE_MS) throw refusals.startDatePast();
  if (endAt !== undefined && endAt <= Math.max(now, startAt ?? now)) {
    throw refusals.validation('The EndDate you specify must be in the future and after the StartDate.');
  }
}

function readWindow({ Mode, MaximumWindowInMinutes }: Input['FlexibleTimeWindow'] & object): number | undefined {
  if (Mode === 'OFF' && MaximumWindowInMinutes !== undefined) {
    throw refusals.validation('MaximumWindowInMinutes can only be set when the flexible time window Mode is FLEXIBLE.');
  }
  if (Mode === 'FLEXIBLE' && MaximumWindowInMinutes === undefined) {
    throw refusals.validation('MaximumWindowInMinutes must be set when the flexible time window Mode is FLEXIBLE.');
  }
  return MaximumWindowInMinutes;
}

function readTargetInput(target: TargetInput): Definition['target'] {
  const { Arn = '', RoleArn = '', Input, RetryPolicy, DeadLetterConfig } = target;
  const templated = TEMPLATED.find((member) => target[member] !== undefined);
  if (templated) throw refusals.notEmulated(templated);
  if (DeadLetterConfig) throw refusals.notEmulated('DeadLetterConfig of schedules');
  readTarget(Arn, Input);
  return {
    arn: Arn,
    roleArn: RoleArn,
    input: Input ?? '',
    maxAgeSeconds: RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_SECONDS,
    maxRetries: RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_MAX_RETRIES,
  };
}

/** As `GetSchedule` answers. */
export function scheduleView({ definition, ...schedule }: Schedule): GetScheduleOutput {
  const { startAt, endAt, windowMinutes, target } = definition;
  return {
    Arn: schedule.arn,
    GroupName: schedule.groupName,
    Name: schedule.name,
    ScheduleExpression: definition.expression,
    ScheduleExpressionTimezone: definition.zone,
    ...(startAt !== undefined && { StartDate: new Date(startAt) }),
    ...(endAt !== undefined && { EndDate: new Date(endAt) }),
    ...(definition.description !== undefined && { Description: definition.description }),
    State: schedule.state,
    CreationDate: new Date(schedule.createdAt),
    LastModificationDate: new Date(schedule.modifiedAt),
    ...(definition.kmsKeyArn !== undefined && { KmsKeyArn: definition.kmsKeyArn }),
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: { MaximumEventAgeInSeconds: target.maxAgeSeconds, MaximumRetryAttempts: target.maxRetries },
    },
    FlexibleTimeWindow:
      windowMinutes === undefined ? { Mode: 'OFF' } : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: windowMinutes },
    ActionAfterCompletion: definition.deleteAfterCompletion ? 'DELETE' : 'NONE',
  };
}
