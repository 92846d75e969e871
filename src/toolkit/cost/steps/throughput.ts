import { type CostLine, costLine } from '../estimate.ts';
import { type Commitment, findPrice, throughputItem } from '../prices/find-price.ts';
import type { PriceTable } from '../prices/price.ts';
import { type Range, scaleRange } from '../range.ts';

export interface ThroughputUse {
  /** Short name of the base model. */
  readonly model: string;
  /** Default 1. */
  readonly modelUnits?: number;
  /** From creation to deletion, idle or not. Absent: nobody knows yet, so one hour is a lower bound. */
  readonly hours?: Range;
  /** Absent: none. */
  readonly commitment?: Commitment;
}

/** Hours of the shortest month and the longest that a commitment can last. */
const COMMITTED_HOURS: Readonly<Record<Commitment, Range>> = {
  OneMonth: { low: 28 * 24, high: 31 * 24 },
  SixMonths: { low: 181 * 24, high: 184 * 24 },
};

/** Provisioned throughput: hours × model units × rate. What is committed to is billed in full. */
export function throughputCost(prices: PriceTable, use: ThroughputUse): CostLine {
  const { model, modelUnits = 1, commitment } = use;
  const hours = billedHours(use);
  const name = commitment === undefined ? 'throughput' : `throughput (${commitment})`;
  const line = {
    step: 'throughput',
    what: `${model} ${name}`,
    quantity: scaleRange(hours ?? { low: 1, high: 1 }, modelUnits),
    unit: 'unit-hour',
    ...(hours === undefined && { atLeast: true }),
  } as const;
  const why =
    hours === undefined
      ? 'billed by the hour until it is deleted; one hour is counted'
      : 'whether begun hours are billed as whole ones is not published';
  return costLine(line, findPrice(prices, model, throughputItem(commitment)), why);
}

function billedHours({ hours, commitment }: ThroughputUse): Range | undefined {
  if (commitment === undefined) return hours;
  const committed = COMMITTED_HOURS[commitment];
  return { low: Math.max(committed.low, hours?.low ?? 0), high: Math.max(committed.high, hours?.high ?? 0) };
}
