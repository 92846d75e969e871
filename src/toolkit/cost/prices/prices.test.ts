import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PriceList, PriceListProduct } from '../../ports/price-list.ts';
import { outage, scriptedCloud } from '../../testing/scripted-cloud.mts';
import { bundledPrices } from './bundled-prices.ts';
import { findPrice, throughputHourPrice } from './find-price.ts';
import { livePrices } from './live-prices.ts';
import { mergePrices } from './merge-prices.ts';
import { readPriceFile } from './price-file.ts';
import { pricesOfProducts } from './price-list-rows.ts';

const REGION = 'us-east-1';
const product = (
  usagetype: string,
  unit: string,
  usd: number,
  more: Record<string, string> = {},
): PriceListProduct => ({
  attributes: { usagetype, regionCode: REGION, ...more },
  prices: [{ unit, usd }],
  publishedOn: '2026-10-01',
});
const read = (...products: PriceListProduct[]) => pricesOfProducts(products, REGION, 'live', '2026-11-22');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prices-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('rows of the price list', () => {
  it.each([
    ['USE1-Nova2.0Lite-input-tokens', '1K tokens', 'nova-2-lite', 'input'],
    ['USE1-NovaPro-output-tokens', '1K tokens', 'nova-pro', 'output'],
    ['USE1-NovaLite-Customization-Training', '1K tokens', 'nova-lite', 'training'],
    ['USE1-NovaMicro-Customization-Storage', 'Model / month', 'nova-micro', 'storage'],
    ['USE1-Nova2.0Lite-input-tokens-custom-model', '1K tokens', 'nova-2-lite', 'custom-input'],
    ['USE1-Nova2.0Lite-ProvisionedThroughput-NoCommit-ModelUnits', 'hour', 'nova-2-lite', 'throughput-hour'],
    ['USE1-Nova2.0Lite-ProvisionedThroughput-1month-ModelUnits', 'hour', 'nova-2-lite', 'throughput-hour-1-month'],
  ])('%s per %s is %s %s', (usage, unit, model, item) => {
    expect(read(product(usage, unit, 0.5))).toEqual([
      { model, item, usd: { low: 0.5, high: 0.5 }, date: '2026-10-01', source: 'AWS Price List API', origin: 'live' },
    ]);
  });

  it('tell batches by their feature, whatever the usage type', () => {
    const feature = { feature: 'Batch Inference' };
    const rows = read(
      product('USE1-NovaLite-input-tokens', '1K tokens', 0.00006),
      product('USE1-NovaLite-input-tokens-batch', '1K tokens', 0.00003, feature),
    );
    expect(rows.map(({ item, usd }) => [item, usd.low])).toEqual([
      ['input', 0.00006],
      ['batch-input', 0.00003],
    ]);
  });

  it.each([
    ['an unknown family', product('USE1-Titan-input-tokens', '1K tokens', 1)],
    ['another region', product('USE1-NovaLite-input-tokens', '1K tokens', 1, { regionCode: 'us-west-2' })],
    ['another unit', product('USE1-NovaLite-input-tokens', '1M tokens', 1)],
    ['another tier', product('USE1-NovaLite-input-tokens', '1K tokens', 1, { service_tier: 'flex' })],
    ['an unknown usage', product('USE1-NovaLite-cache-read-input-token-count', '1K tokens', 1)],
    ['no usage', { attributes: {}, prices: [] }],
  ])('pass over %s', (_, row) => {
    expect(read(row)).toEqual([]);
  });

  it('become a range when they disagree', () => {
    const rows = read(
      product('USE1-NovaLite-input-tokens', '1K tokens', 2),
      product('USE1-NovaLite-input-tokens', '1K tokens', 1),
    );
    expect(rows).toMatchObject([{ usd: { low: 1, high: 2 } }]);
  });

  it('never make reading fail', () => {
    const row = fc.record({
      attributes: fc.dictionary(fc.constantFrom('usagetype', 'regionCode', 'feature', 'service_tier'), fc.string()),
      prices: fc.array(fc.record({ unit: fc.string(), usd: fc.double({ min: 0, noNaN: true }) })),
    });
    fc.assert(fc.property(fc.array(row), (rows) => void read(...rows)));
  });
});

describe('live prices', () => {
  const scripted = (products: PriceList['products']) => scriptedCloud({ priceList: { products } });
  let calls = 0;
  const answering = () =>
    scripted(async function* () {
      calls += 1;
      yield product('USE1-NovaLite-Customization-Training', '1K tokens', 0.002);
    });
  beforeEach(() => {
    calls = 0;
  });

  it('are kept for a day', async () => {
    const cloud = answering();
    const options = { region: REGION, rehearsal: false, cacheFile: join(folder, 'cache', 'prices.json') };
    const first = await livePrices(cloud, options);
    expect(await livePrices(cloud, options)).toEqual(first);
    expect(calls).toBe(1);
    await cloud.clock.sleep(25 * 3_600_000);
    expect(await livePrices(cloud, options)).toEqual(first);
    expect(calls).toBe(2);
    await livePrices(cloud, { ...options, region: 'us-west-2' });
    expect(calls).toBe(3);
  });

  it('of an emulator say so and are not kept', async () => {
    const cloud = answering();
    const cacheFile = join(folder, 'prices.json');
    const { prices } = await livePrices(cloud, { region: REGION, rehearsal: true, cacheFile });
    expect(prices).toMatchObject([{ origin: 'rehearsal' }]);
    await expect(readFile(cacheFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('outlive a broken cache', async () => {
    const cacheFile = join(folder, 'prices.json');
    await writeFile(cacheFile, '{"region": "us-east-1", "prices": [{}]');
    expect((await livePrices(answering(), { region: REGION, rehearsal: false, cacheFile })).prices).toHaveLength(1);
  });

  it('leave a failure as a reason', async () => {
    const cloud = scripted(async function* () {
      yield* [];
      throw outage;
    });
    expect(await livePrices(cloud, { region: REGION, rehearsal: false })).toEqual({
      prices: [],
      failure: outage.message,
    });
  });

  it('stop waiting, and stop at once when told to', async () => {
    const cloud = scripted(async function* (_, signal) {
      yield* [];
      signal?.throwIfAborted();
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    });
    const late = await livePrices(cloud, { region: REGION, rehearsal: false, timeoutMs: 20 });
    expect(late.failure).toContain('no answer from the price list');
    const stopped = new AbortController();
    const work = livePrices(cloud, { region: REGION, rehearsal: false, signal: stopped.signal });
    stopped.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
  });
});

describe('a file of prices', () => {
  const write = async (name: string, text: string) => {
    const file = join(folder, name);
    await writeFile(file, text);
    return file;
  };

  it('is YAML or JSON, and goes before the bundled table', async () => {
    const yaml = await write(
      'prices.yaml',
      'date: 2026-11-01\nsource: our agreement\nprices:\n  nova-lite:\n    training: 0.002\n    storage: { low: 1, high: 2 }\n',
    );
    const own = await readPriceFile(yaml, REGION);
    const merged = mergePrices(REGION, bundledPrices().prices, own);
    expect(findPrice(merged, 'nova-lite', 'training')).toEqual({
      model: 'nova-lite',
      item: 'training',
      usd: { low: 0.002, high: 0.002 },
      date: '2026-11-01',
      source: 'our agreement',
      origin: 'file',
    });
    expect(findPrice(merged, 'nova-lite', 'storage')?.usd).toEqual({ low: 1, high: 2 });
    expect(merged.prices).toHaveLength(bundledPrices().prices.length + 1);
    const json = await write(
      'prices.json',
      '{"date":"2026-11-01","source":"x","prices":{"nova-pro":{"training":0.01}}}',
    );
    expect(await readPriceFile(json, REGION, 'user')).toMatchObject([{ model: 'nova-pro', origin: 'user' }]);
  });

  it.each([
    ['an unknown model', 'date: 2026-11-01\nsource: x\nprices: { nova-huge: { training: 1 } }', 'nova-huge'],
    ['an unknown item', 'date: 2026-11-01\nsource: x\nprices: { nova-lite: { train: 1 } }', 'train'],
    [
      'a price below nothing',
      'date: 2026-11-01\nsource: x\nprices: { nova-lite: { training: -1 } }',
      'prices.nova-lite',
    ],
    [
      'ends that are swapped',
      'date: 2026-11-01\nsource: x\nprices: { nova-lite: { training: { low: 2, high: 1 } } }',
      'prices.nova-lite',
    ],
    ['no date', 'source: x\nprices: {}', 'date'],
    ['another region', 'date: 2026-11-01\nregion: us-west-2\nsource: x\nprices: {}', 'us-west-2'],
    ['no YAML', 'a: [', 'readable JSON or YAML'],
  ])('with %s is refused by name', async (_, text, named) => {
    const file = await write('prices.yaml', text);
    await expect(readPriceFile(file, REGION)).rejects.toMatchObject({
      code: 'prices-invalid',
      message: expect.stringContaining(named),
    });
  });

  it('that is not there is refused', async () => {
    await expect(readPriceFile(join(folder, 'none.yaml'), REGION)).rejects.toMatchObject({ code: 'prices-invalid' });
  });
});

describe('throughputHourPrice', () => {
  it.each([
    ['nova-2-lite', undefined, 60.5],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-2-lite-v1:0:256k', 'OneMonth', 55],
    ['amazon.nova-lite-v1:0:24k', undefined, 108.15],
    ['nova-2-lite', 'SixMonths', undefined],
    ['nova-pro', undefined, undefined],
    ['something', undefined, undefined],
  ] as const)('%s with commitment %s: %s', (id, commitment, usd) => {
    expect(throughputHourPrice(bundledPrices(), id, commitment)).toBe(usd);
  });
});
