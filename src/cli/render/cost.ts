import type {
  BreakEven,
  CostEstimate,
  CostLine,
  CostRange,
  PriceItem,
  PriceTable,
  Range,
} from '../../toolkit/index.ts';
import { describeDates, describeOrigin, formatRange } from './money.ts';
import { formatTable } from './table.ts';

/** The toolkit's own way of writing money, handed in so that this file loads nothing. */
export interface MoneyFormat {
  readonly formatUsd: (usd: number) => string;
  readonly formatCost: (cost: CostRange) => string;
}

/** An estimate line by line, the total, and what is not known. */
export function describeCosts(estimate: CostEstimate, money: MoneyFormat): string {
  const { lines, total, unknown, prices } = estimate;
  return [
    formatTable(
      ['step', 'what', 'quantity', 'unit', 'USD per unit', 'cost', 'why it is a range'],
      lines.map((line) => costRow(line, money)),
    ),
    '',
    `total ${money.formatCost(total)}${prices === undefined ? '' : ` (${describeDates(prices)})`}`,
    ...unknown.map((gap) => `unknown: ${gap}`),
  ].join('\n');
}

function costRow({ step, what, quantity, unit, unitPrice, low, high, atLeast, why }: CostLine, money: MoneyFormat) {
  const cost =
    low === undefined || high === undefined ? 'unknown' : money.formatCost({ low, high, complete: atLeast !== true });
  const amount = `${atLeast ? 'at least ' : ''}${formatRange(quantity)}`;
  return [step, what, amount, unit, unitPrice ? formatPrice(unitPrice.usd) : 'unknown', cost, why];
}

/** USD as the price list writes them: `0.00006`, `1.75 to 1.95`. */
function formatPrice({ low, high }: Range): string {
  const plain = (usd: number) => usd.toFixed(10).replace(/0+$/, '').replace(/\.$/, '');
  return low === high ? plain(low) : `${plain(low)} to ${plain(high)}`;
}

/** @param units what each price is per */
export function describePrices({ prices, region }: PriceTable, units: Readonly<Record<PriceItem, string>>): string {
  const rows = prices.map(({ model, item, usd, date, origin, source }) => [
    model,
    item,
    formatPrice(usd),
    units[item],
    date,
    describeOrigin(origin),
    source,
  ]);
  return [`USD, ${region}`, '', formatTable(['model', 'price', 'USD', 'per', 'date', 'origin', 'source'], rows)].join(
    '\n',
  );
}

export function describeBreakEven(
  { perDocument, throughputPerDay, hourPrice, documentsPerDay, unknown, prices }: BreakEven,
  { formatCost }: MoneyFormat,
): string {
  const cost = (range: Range | undefined) => (range ? formatCost({ ...range, complete: true }) : 'unknown');
  const hour = hourPrice ? ` (${formatPrice(hourPrice.usd)} per unit-hour: ${hourPrice.source})` : '';
  const crossing = documentsPerDay
    ? `provisioned throughput is cheaper from about ${formatRange(rounded(documentsPerDay))} documents a day${prices ? ` (${describeDates(prices)})` : ''}`
    : `where throughput becomes cheaper is unknown: no ${unknown.join(', no ')}`;
  return [
    `on demand ${cost(perDocument)} a document; throughput ${cost(throughputPerDay)} a day, busy or idle${hour}`,
    crossing,
    'How many documents a model unit can answer is not published.',
  ].join('\n');
}

/** To two significant digits, outwards: prices and tokens are not known better. */
function rounded({ low, high }: Range): Range {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, high))) - 1);
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step };
}
