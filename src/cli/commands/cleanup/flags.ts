import type { ResourceKind } from '../../../toolkit/index.ts';
import type { PriceFlags } from '../../options/budget.ts';
import type { CloudFlags } from '../../options/cloud.ts';

export interface CleanupFlags extends CloudFlags, PriceFlags {
  readonly run?: string;
  readonly runFolder?: string;
  readonly prefix?: string[];
  readonly kind?: ResourceKind[];
  readonly keep?: ResourceKind[];
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly allRegions?: boolean;
  readonly delete?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** Seconds. */
  readonly maxWaitTime?: number;
  readonly json?: boolean;
}
