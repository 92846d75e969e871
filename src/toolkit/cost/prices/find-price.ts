import { NOVA_MODELS } from '../../model/nova.ts';
import type { Price, PriceItem, PriceTable } from './price.ts';

/** `amazon.nova-2-lite-v1:0` wherever it stands: ids with a context suffix, inference profiles, ARNs of models, profiles, jobs and custom models. */
const ID = /(?:^|[./:])amazon\.(nova-[a-z0-9-]+?)-v\d+(?=[:/]|$)/;

/**
 * Short name of the Nova text model that an id speaks of, such as a foundation-model ARN, a customization id, an inference profile or a
 * custom-model ARN. Deployments, throughput and custom models by name do not tell: undefined.
 */
export function pricedModel(identifier: string): string | undefined {
  const name = ID.exec(identifier)?.[1] ?? identifier;
  return NOVA_MODELS.find((model) => model.name === name)?.name;
}

export function findPrice(table: PriceTable, model: string, item: PriceItem): Price | undefined {
  return table.prices.find((price) => price.model === model && price.item === item);
}

/** Commitment to provisioned throughput. */
export type Commitment = 'OneMonth' | 'SixMonths';

const THROUGHPUT_ITEMS = {
  none: 'throughput-hour',
  OneMonth: 'throughput-hour-1-month',
  SixMonths: 'throughput-hour-6-months',
} as const;

/** @param commitment absent: none. */
export const throughputItem = (commitment?: Commitment): PriceItem => THROUGHPUT_ITEMS[commitment ?? 'none'];

/**
 * USD per model unit and hour of provisioned throughput; the higher figure when sources disagree.
 *
 * @param baseModel short name, base model id with or without suffix, or an ARN that contains one
 * @param commitment absent: none
 * @returns undefined when the price or the model is unknown
 */
export function throughputHourPrice(
  prices: PriceTable,
  baseModel: string,
  commitment?: Commitment,
): number | undefined {
  const model = pricedModel(baseModel);
  return model === undefined ? undefined : findPrice(prices, model, throughputItem(commitment))?.usd.high;
}
