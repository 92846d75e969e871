import type { Range } from '../range.ts';

/** What AWS bills, one price each. `batch-*` belongs to base models, `custom-*` to custom models on demand, `global-*` to global inference profiles. */
export const PRICE_ITEMS = {
  training: '1K tokens',
  storage: 'model-month',
  input: '1K tokens',
  output: '1K tokens',
  'custom-input': '1K tokens',
  'custom-output': '1K tokens',
  'global-input': '1K tokens',
  'global-output': '1K tokens',
  'batch-input': '1K tokens',
  'batch-output': '1K tokens',
  'throughput-hour': 'unit-hour',
  'throughput-hour-1-month': 'unit-hour',
  'throughput-hour-6-months': 'unit-hour',
} as const;

export type PriceItem = keyof typeof PRICE_ITEMS;
export type PriceUnit = (typeof PRICE_ITEMS)[PriceItem];

/** Where a price was taken from: the table of this package, the Price List API, an emulator's price list, a `--prices` file, the user's own file. */
export type PriceOrigin = 'bundled' | 'live' | 'rehearsal' | 'file' | 'user';

/** One price of one model, in USD per unit of its item. */
export interface Price {
  /** Short name, e.g. `nova-lite`. */
  readonly model: string;
  readonly item: PriceItem;
  /** Both ends are equal unless sources disagree. */
  readonly usd: Range;
  /** Day that the source speaks of, `YYYY-MM-DD`, or as much of it as is known, `YYYY-MM` or `YYYY`. */
  readonly date: string;
  readonly source: string;
  readonly origin: PriceOrigin;
}

/** Prices of one region, at most one per model and item. What is not in it is unknown: nothing is guessed. */
export interface PriceTable {
  readonly region: string;
  readonly prices: readonly Price[];
}
