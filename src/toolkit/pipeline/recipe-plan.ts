import type { RunPlan } from '../cost/index.ts';
import type { Recipe } from './recipe.ts';

const MS_PER_HOUR = 3_600_000;

/** Keys that change nothing of what has been prepared, trained or asked: a run may go on with others. */
const HARMLESS = [
  'title',
  'report',
  'pollIntervalMs',
  'concurrency',
  'requestsPerMinute',
  'audit',
  'gate',
  'maxCost',
  'cleanup',
] as const satisfies readonly (keyof Recipe)[];

/** Keys in which two recipes differ so that one cannot go on with what the other has made. */
export function harmfulChanges(before: Recipe, after: Recipe): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof Recipe)[]);
  for (const name of HARMLESS) names.delete(name);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** The throughput of a run's plan; its time to live bounds the hours, otherwise they are unknown. */
export function plannedThroughput({ endpoint, modelUnits, ttlMs }: Recipe): Pick<RunPlan, 'throughput'> {
  if (endpoint !== 'throughput') return {};
  return {
    throughput: {
      ...(modelUnits !== undefined && { modelUnits }),
      ...(ttlMs !== undefined && { hours: { low: 0, high: Math.ceil(ttlMs / MS_PER_HOUR) } }),
    },
  };
}
