import type { Cloud, PriceTable } from '../toolkit/index.ts';
import type { JobBoard } from './jobs/job-board.ts';
import type { RunCosts } from './run/run-costs.ts';
import type { RunRegistry } from './run/run-registry.ts';

/** What the routes share. */
export interface StudioContext {
  readonly registry: RunRegistry;
  /** Absolute, real paths. */
  readonly roots: readonly string[];
  readonly version: string;
  readonly write: boolean;
  readonly cloud?: Cloud;
  readonly jobs: JobBoard;
  readonly prices: PriceTable;
  readonly costs: RunCosts;
  /** Where small pictures are kept; absolute. */
  readonly cacheFolder: string;
  readonly watch: { readonly intervalMs: number; readonly liveMs: number };
  /** Ends with the server. */
  readonly signal: AbortSignal;
}
