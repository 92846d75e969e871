import type { CreateProvisionedModelThroughputResponse } from '@aws-sdk/client-bedrock';
import { storedModel } from '../../bedrock/testing/rehearsal.ts';
import { ACCOUNT, openTestBedrock, type TestBedrock } from '../../bedrock/testing/test-bedrock.ts';
import type { OperationContext } from '../../service/operation.ts';
import { createSchedulerService } from '../index.ts';

export const DELETE_THROUGHPUT = 'arn:aws:scheduler:::aws-sdk:bedrock:deleteProvisionedModelThroughput';
export const DELETE_DEPLOYMENT = 'arn:aws:scheduler:::aws-sdk:bedrock:deleteCustomModelDeployment';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/Reaper`;
export const GROUP_ARN = `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/default`;

/** A scheduler beside a real Bedrock, IAM and database, on a clock that is stepped. */
export interface TestScheduler {
  readonly bedrock: TestBedrock;
  call<Output>(operation: string, input?: object): Promise<Output>;
  /** Creates a schedule in the default group that deletes throughput. */
  schedule(name: string, expression: string, identifier: string, more?: object): Promise<unknown>;
  /** Lets the runner do what is due now. */
  settle(): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** @param folder of an earlier cloud, to see what survives. Default: a new one. */
export async function openScheduler(folder?: string): Promise<TestScheduler> {
  const bedrock = await openTestBedrock(
    { throughputDelayMs: 1000, deploymentDelayMs: 0, noCommitmentModelUnits: 9 },
    folder,
  );
  const service = createSchedulerService(bedrock.cloud, bedrock.service.operations);
  const call = async <Output,>(name: string, input: object = {}): Promise<Output> => {
    const operation = service.operations[name];
    if (!operation) throw new Error(`${name} is not served`);
    return (await operation(input as never, context)) as Output;
  };
  // The runner's calls answer without leaving the event loop's microtasks.
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  };
  service.resume();
  return {
    bedrock,
    call,
    settle,
    schedule: (name, expression, identifier, more = {}) =>
      call('CreateSchedule', {
        Name: name,
        ScheduleExpression: expression,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: DELETE_THROUGHPUT, RoleArn: ROLE, Input: JSON.stringify({ ProvisionedModelId: identifier }) },
        ...more,
      }),
    advance: async (milliseconds) => {
      bedrock.clock.advance(milliseconds);
      await settle();
    },
    close: async () => {
      await bedrock.close();
      await service.close();
    },
  };
}

const context: OperationContext = {
  requestId: 'request-1',
  caller: { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT, accessKeyId: 'AKIATEST' },
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:1',
  headers: {},
  signal: new AbortController().signal,
};

/** @param condition further condition of the trust policy */
export const trustFor = (condition: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnEquals: { 'aws:SourceArn': GROUP_ARN },
          ...condition,
        },
      },
    ],
  });

/** Makes the role that schedules call as. */
export async function makeRole(
  { bedrock }: TestScheduler,
  statement: object = { Resource: `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/*` },
  trust: string = trustFor(),
): Promise<void> {
  await bedrock.iam('CreateRole', { RoleName: 'Reaper', AssumeRolePolicyDocument: trust });
  await bedrock.iam('PutRolePolicy', {
    RoleName: 'Reaper',
    PolicyName: 'delete',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['bedrock:DeleteProvisionedModelThroughput', 'bedrock:DeleteCustomModelDeployment'],
          ...statement,
        },
      ],
    }),
  });
}

let models = 0;

/** Buys throughput for a stored model. @returns its ARN. */
export async function makeThroughput({ bedrock }: TestScheduler, name: string, more: object = {}): Promise<string> {
  const { provisionedModelArn = '' } = await bedrock.call<CreateProvisionedModelThroughputResponse>(
    'CreateProvisionedModelThroughput',
    { provisionedModelName: name, modelId: storedModel(bedrock, `model-${models++}`), modelUnits: 1, ...more },
  );
  return provisionedModelArn;
}
