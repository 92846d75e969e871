import type { PriceListProduct } from '../../ports/price-list.ts';
import { PRICE_ITEMS, type Price, type PriceItem, type PriceOrigin, type PriceUnit } from './price.ts';

/** Families as usage types spell them, e.g. `USE1-Nova2.0Lite-input-tokens`. */
const FAMILIES: Readonly<Record<string, string>> = {
  NovaMicro: 'nova-micro',
  NovaLite: 'nova-lite',
  NovaPro: 'nova-pro',
  'Nova2.0Lite': 'nova-2-lite',
};
const USAGE = /^(?:[A-Z0-9]+-)?(Nova[A-Za-z0-9.]+?)-(.+)$/;

/** What follows the family. Others are services that we do not use: caches, priority, latency-optimised. */
const KINDS: readonly (readonly [RegExp, PriceItem])[] = [
  [/^input-tokens$/i, 'input'],
  [/^output-tokens$/i, 'output'],
  [/^input-tokens-custom-model$/i, 'custom-input'],
  [/^output-tokens-custom-model$/i, 'custom-output'],
  [/^input-tokens-(cross-region-)?global$/i, 'global-input'],
  [/^output-tokens-(cross-region-)?global$/i, 'global-output'],
  [/^input-tokens-batch$/i, 'batch-input'],
  [/^output-tokens-batch$/i, 'batch-output'],
  [/^customization-training$/i, 'training'],
  [/^customization-storage$/i, 'storage'],
  [/^provisionedthroughput-nocommit-modelunits$/i, 'throughput-hour'],
  [/^provisionedthroughput-1month-/i, 'throughput-hour-1-month'],
  [/^provisionedthroughput-6months?-/i, 'throughput-hour-6-months'],
];

/** Units as the price list spells them. */
const UNITS: Readonly<Record<string, PriceUnit>> = {
  '1k tokens': '1K tokens',
  hour: 'unit-hour',
  hours: 'unit-hour',
  'model / month': 'model-month',
};

/** A row that says one of our prices. */
interface Row {
  readonly model: string;
  readonly item: PriceItem;
  readonly usd: number;
  readonly date: string;
}

/**
 * Prices of Nova among the products of `AmazonBedrock` in one region. Unknown models, usage types, units and tiers are passed over; rows of the
 * same thing that disagree become a range. Pure.
 *
 * @param today date of rows without one, `YYYY-MM-DD`
 */
export function pricesOfProducts(
  products: Iterable<PriceListProduct>,
  region: string,
  origin: PriceOrigin,
  today: string,
): Price[] {
  const found = new Map<string, Price>();
  for (const product of products) {
    const row = readRow(product, region, today);
    if (row === undefined) continue;
    const { model, item, usd, date } = row;
    const key = `${model} ${item}`;
    const earlier = found.get(key)?.usd;
    const range = { low: Math.min(usd, earlier?.low ?? usd), high: Math.max(usd, earlier?.high ?? usd) };
    const source = origin === 'rehearsal' ? 'price list of the local cloud' : 'AWS Price List API';
    found.set(key, { model, item, usd: range, date, source, origin });
  }
  return [...found.values()];
}

function readRow(
  { attributes, prices, publishedOn }: PriceListProduct,
  region: string,
  today: string,
): Row | undefined {
  const { usagetype = '', regionCode = region, service_tier: tier = 'standard' } = attributes;
  const [, family = '', rest = ''] = USAGE.exec(usagetype) ?? [];
  const model = FAMILIES[family];
  const item = itemOf(rest, attributes);
  if (model === undefined || item === undefined || regionCode !== region || !/^(standard|default|)$/i.test(tier))
    return;
  const price = prices.find(({ unit }) => UNITS[unit.toLowerCase()] === PRICE_ITEMS[item]);
  return price === undefined ? undefined : { model, item, usd: price.usd, date: publishedOn ?? today };
}

function itemOf(rest: string, { feature = '' }: PriceListProduct['attributes']): PriceItem | undefined {
  const item = KINDS.find(([pattern]) => pattern.test(rest))?.[1];
  if (!/batch/i.test(feature)) return item;
  // Rows of batch inference may have the usage type of on demand; the feature tells.
  const isInput = /^input-tokens/i.test(rest);
  if (isInput && !/custom|cache/i.test(rest)) return 'batch-input';
  return /^output-tokens/i.test(rest) && !/custom/i.test(rest) ? 'batch-output' : undefined;
}
