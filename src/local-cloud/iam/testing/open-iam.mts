import type { OperationContext } from '../../service/operation.ts';
import { createSteppedClock } from '../../state/clock.ts';
import { openDatabase } from '../../state/database.ts';
import { openRoleAuthority } from '../index.ts';
import { iamOperations } from '../service.ts';
import { createIamTables } from '../store.ts';

/** Account that every call is made for. */
export const account = '111122223333';
export const context: OperationContext = {
  requestId: 'r',
  caller: { accountId: account, arn: `arn:aws:iam::${account}:root`, userId: account, accessKeyId: 'AKIA' },
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:1',
  headers: {},
  signal: new AbortController().signal,
};

/** Lets Bedrock's customization jobs of the account in. */
export const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnEquals: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${account}:model-customization-job/*` },
      },
    },
  ],
});
/** A policy of one statement. */
export const s3 = (action: string | string[], resource: string, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...more }],
  });

/** An output of which every member is there. A missing one fails the test that reads it. */
export type Complete<Output> = Output extends Date
  ? Output
  : Output extends readonly (infer Item)[]
    ? Complete<Item>[]
    : Output extends object
      ? { [Member in keyof Output]-?: Complete<Exclude<Output[Member], undefined>> }
      : Output;

/** IAM's operations on a database of their own, with time that stands still. */
export function openIam() {
  const database = openDatabase(':memory:');
  const clock = createSteppedClock();
  createIamTables(database);
  const operations = iamOperations({ database, clock });
  const roles = openRoleAuthority({ database, clock, settings: { rolePropagationMs: 1500 } });
  // The wire hands operations what it parsed, so a test may hand them plain data as well.
  const call = <Name extends keyof typeof operations>(name: Name, input: object = {}, by = context) =>
    operations[name](input as never, by) as Complete<ReturnType<(typeof operations)[Name]>>;
  return { clock, roles, call };
}

/** What `work` was refused with, or undefined when it was not. */
export const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    const { code, status, message } = error as { code: string; status: number; message: string };
    return { code, status, message };
  }
  return undefined;
};
