import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError } from '../../errors.ts';
import { NOVA_MODELS } from '../../model/nova.ts';
import { PRICE_ITEMS, type Price, type PriceItem, type PriceOrigin } from './price.ts';

const USD = z.union([
  z.number().min(0),
  z
    .strictObject({ low: z.number().min(0), high: z.number().min(0) })
    .refine(({ low, high }) => low <= high, 'expected low to be at most high'),
]);
const ITEMS = Object.keys(PRICE_ITEMS) as [PriceItem, ...PriceItem[]];

/**
 * A file with prices of your own. `prices` has short model names, below them items, below them USD per unit: per 1,000 tokens, per stored model
 * and month, per model unit and hour.
 */
const PRICE_FILE = z.strictObject({
  /** Day that the prices were read, `YYYY-MM-DD`. */
  date: z.iso.date(),
  source: z.string().min(1),
  /** Region the prices are for. Absent: any. */
  region: z.string().optional(),
  prices: z.partialRecord(
    z.enum(NOVA_MODELS.map(({ name }) => name) as [string, ...string[]]),
    z.partialRecord(z.enum(ITEMS), USD),
  ),
});

/**
 * Reads prices from a JSON or YAML file.
 *
 * @param region prices of other regions are an error
 * @throws {InputError} `prices-invalid` naming each wrong key
 */
export async function readPriceFile(file: string, region: string, origin: PriceOrigin = 'file'): Promise<Price[]> {
  const parsed = PRICE_FILE.safeParse(await readDocument(file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(top)'}: ${message}`);
    throw invalid(`Expected prices in ${file}:\n${problems.join('\n')}`);
  }
  const { date, source, prices, region: own = region } = parsed.data;
  if (own !== region) throw invalid(`Expected prices of ${region} in ${file}, but it says region ${own}.`);
  return Object.entries(prices).flatMap(([model, items = {}]) =>
    ITEMS.flatMap((item): Price[] => {
      const usd = items[item];
      if (usd === undefined) return [];
      const range = typeof usd === 'number' ? { low: usd, high: usd } : usd;
      return [{ model, item, usd: range, date, source, origin }];
    }),
  );
}

async function readDocument(file: string): Promise<unknown> {
  try {
    const text = await readFile(file, 'utf8');
    // Every JSON document is a YAML one, but JSON's messages are clearer.
    if (/\.json$/i.test(file)) return JSON.parse(text);
    const { parse } = await import('yaml');
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(`Expected a readable JSON or YAML file with prices, got ${file}: ${reason}`, cause);
  }
}

const invalid = (message: string, cause?: unknown) =>
  new InputError('prices-invalid', message, {
    remedy: 'docs/costs.md shows the form of the file.',
    ...(cause !== undefined && { cause }),
  });
