import type { OperationContext } from '../service/operation.ts';

/** Schedules live in one account and one region and are invisible elsewhere. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
}

/** The account and region that a request was signed for. */
export const scopeOf = ({ caller, region }: OperationContext): Scope => ({ accountId: caller.accountId, region });

export const groupArn = ({ accountId, region }: Scope, group: string): string =>
  `arn:aws:scheduler:${region}:${accountId}:schedule-group/${group}`;

export const scheduleArn = ({ accountId, region }: Scope, group: string, name: string): string =>
  `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;

/** An SDK input after the wire has checked it: members that the schema requires are there, optional ones stay optional. */
export type Checked<Input> = { readonly [Member in keyof Input]: Exclude<Input[Member], undefined> };
