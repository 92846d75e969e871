import { CUSTOMIZATION_REGION } from '../../model/nova.ts';
import type { Price, PriceItem, PriceTable } from './price.ts';

interface Source {
  readonly date: string;
  readonly source: string;
}

const PAGE: Source = { date: '2025-07-20', source: 'Amazon Bedrock pricing page' };
const PRICE_LIST: Source = { date: '2026-08-02', source: 'AWS Price List API' };
/** Batch inference of Nova costs half of on demand, according to the pricing page. */
const HALF: Source = { date: '2025-07-20', source: 'Amazon Bedrock pricing page: batch at 50 % of on demand' };
const SAME: Source = {
  date: '2025-07-20',
  source: 'Amazon Bedrock pricing page, by AWS’s statement that custom models cost what their base model does',
};
const STORAGE: Source = { date: '2026-08-02', source: 'AWS Price List API 1.95; an AWS blog of April 2026 says 1.75' };

type Row = readonly [item: PriceItem, low: number, source: Source, high?: number];

/** On-demand prices of the first Nova models and what follows from them. USD per 1K tokens. */
const onDemand = (input: number, output: number): Row[] => [
  ['input', input, PAGE],
  ['output', output, PAGE],
  ['custom-input', input, SAME],
  ['custom-output', output, SAME],
  ['batch-input', input / 2, HALF],
  ['batch-output', output / 2, HALF],
];

/** Not listed is not known: the training prices of Lite and Pro, and throughput of Micro and Pro. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'nova-micro': [
    [
      'training',
      0.001,
      { ...PRICE_LIST, source: 'AWS Price List API 0.001; the bill in an AWS blog of April 2026 comes to 0.00125' },
      0.00125,
    ],
    ['storage', 1.75, STORAGE, 1.95],
    ...onDemand(0.000035, 0.00014),
  ],
  'nova-lite': [
    [
      'storage',
      1.75,
      { date: '2026-04', source: 'a blog of 2025 says 1.95, an AWS blog of April 2026 says 1.75' },
      1.95,
    ],
    ...onDemand(0.00006, 0.00024),
    ['throughput-hour', 108.15, { date: '2025', source: 'a blog of 2025; not confirmed by AWS' }],
  ],
  'nova-pro': onDemand(0.0008, 0.0032),
  'nova-2-lite': [
    ['training', 0.00378, PRICE_LIST],
    ['storage', 1.75, STORAGE, 1.95],
    ['input', 0.00033, PRICE_LIST],
    ['output', 0.00275, PRICE_LIST],
    ['custom-input', 0.0003, PRICE_LIST],
    ['custom-output', 0.0025, PRICE_LIST],
    ['global-input', 0.0003, PRICE_LIST],
    ['global-output', 0.0025, PRICE_LIST],
    ['batch-input', 0.000165, PRICE_LIST],
    ['throughput-hour', 60.5, PRICE_LIST],
    ['throughput-hour-1-month', 55, PRICE_LIST],
  ],
};

/** The prices that come with this package: USD, us-east-1, each with the date and source it was taken from. Pure. */
export function bundledPrices(): PriceTable {
  const prices = Object.entries(ROWS).flatMap(([model, rows]) =>
    rows.map(
      ([item, low, source, high = low]): Price => ({ model, item, usd: { low, high }, ...source, origin: 'bundled' }),
    ),
  );
  return { region: CUSTOMIZATION_REGION, prices };
}
