import type { OperationContext } from '../service/operation.ts';
import type { Cloud } from '../state/ports.ts';
import type { JobRunner } from './job-queue.ts';

/** What Bedrock's operations share. */
export interface ControlPlane {
  readonly cloud: Cloud;
  readonly runner: JobRunner;
  readonly batches: JobRunner;
}

/** Every resource of Bedrock lives in one account and one region and is invisible elsewhere. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
}

/** The account and region that a request was signed for. */
export function scopeOf(context: OperationContext): Scope {
  return { accountId: context.caller.accountId, region: context.region };
}
