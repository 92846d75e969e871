import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-write.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { PriceListProduct } from '../../ports/price-list.ts';
import { PRICE_ITEMS, type Price, type PriceItem } from './price.ts';
import { pricesOfProducts } from './price-list-rows.ts';

/** Longest wait for the whole price list, milliseconds: an estimate must not hang where the network is closed. */
const TIMEOUT_MS = 8000;
/** How long looked-up prices are taken for current, milliseconds. */
const FRESH_MS = 86_400_000;

export interface LivePriceOptions {
  readonly region: string;
  /** An emulator answers: its prices are marked as such and not kept. */
  readonly rehearsal: boolean;
  /** File that prices are kept in for a day. Absent: they are looked up every time. */
  readonly cacheFile?: string;
  /** Milliseconds. Default 8000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface LivePrices {
  readonly prices: readonly Price[];
  /** Why there are none. */
  readonly failure?: string;
}

const KEPT = z.object({
  region: z.string(),
  /** Milliseconds since the epoch. */
  readAt: z.number(),
  prices: z.array(
    z.object({
      model: z.string(),
      item: z.enum(Object.keys(PRICE_ITEMS) as [PriceItem, ...PriceItem[]]),
      usd: z.object({ low: z.number(), high: z.number() }),
      date: z.string(),
      source: z.string(),
      origin: z.literal('live'),
    }),
  ),
});

/**
 * Nova's prices in AWS's price list. Never fails: no network, no permission or an unreadable cache leave it without prices, and `failure` says why.
 * Only the caller's own abort is thrown.
 */
export async function livePrices(
  cloud: Pick<Cloud, 'priceList' | 'clock'>,
  options: LivePriceOptions,
): Promise<LivePrices> {
  const { region, rehearsal, signal } = options;
  const cacheFile = rehearsal ? undefined : options.cacheFile;
  const now = cloud.clock.now();
  const kept = cacheFile === undefined ? undefined : await readKept(cacheFile, region, now);
  if (kept !== undefined) return { prices: kept };
  try {
    const products = await readProducts(cloud, options);
    const today = new Date(now).toISOString().slice(0, 'YYYY-MM-DD'.length);
    const prices = pricesOfProducts(products, region, rehearsal ? 'rehearsal' : 'live', today);
    if (cacheFile !== undefined && prices.length > 0) await keep(cacheFile, { region, readAt: now, prices });
    return { prices };
  } catch (error) {
    signal?.throwIfAborted();
    return { prices: [], failure: error instanceof Error ? error.message : String(error) };
  }
}

async function readProducts(
  { priceList }: Pick<Cloud, 'priceList'>,
  { region, signal, timeoutMs = TIMEOUT_MS }: LivePriceOptions,
): Promise<PriceListProduct[]> {
  const aborter = new AbortController();
  const stop = () => aborter.abort(signal?.reason);
  const late = () => aborter.abort(new Error(`no answer from the price list within ${timeoutMs / 1000} s`));
  const timer = setTimeout(late, timeoutMs);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const products: PriceListProduct[] = [];
    const request = { serviceCode: 'AmazonBedrock', region, usageType: 'Nova' };
    for await (const product of priceList.products(request, aborter.signal)) products.push(product);
    return products;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** A cache that cannot be read or is old is none. */
async function readKept(file: string, region: string, now: number): Promise<readonly Price[] | undefined> {
  try {
    const kept = KEPT.parse(JSON.parse(await readFile(file, 'utf8')));
    const age = now - kept.readAt;
    return kept.region === region && age >= 0 && age < FRESH_MS ? kept.prices : undefined;
  } catch {
    return undefined;
  }
}

/** Not being able to keep prices costs another look-up and nothing else. */
async function keep(file: string, content: unknown): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(content)}\n`).catch(() => undefined);
}
