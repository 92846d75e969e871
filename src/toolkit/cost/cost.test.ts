import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEven } from './break-even.ts';
import { requireWithin } from './budget.ts';
import { type CostEstimate, sumUp } from './estimate.ts';
import { estimateRun } from './estimate-run.ts';
import { formatCost, formatUsd } from './format-usd.ts';
import { bundledPrices } from './prices/bundled-prices.ts';
import { findPrice } from './prices/find-price.ts';
import { exactly } from './range.ts';
import type { RunPlan } from './run-plan.ts';
import { servedModel } from './served-model.ts';
import { batchCost } from './steps/batch.ts';
import { inferenceCost } from './steps/inference.ts';
import { labellingCost } from './steps/labelling.ts';
import { storageCost } from './steps/storage.ts';
import { throughputCost } from './steps/throughput.ts';
import { trainingCost } from './steps/training.ts';

const PRICES = bundledPrices();
const MODELS = ['nova-micro', 'nova-lite', 'nova-pro', 'nova-2-lite'];
const model = fc.constantFrom(...MODELS);
const range = (max: number) =>
  fc.tuple(fc.nat(max), fc.nat(max)).map(([one, other]) => ({ low: Math.min(one, other), high: Math.max(one, other) }));
const plan: fc.Arbitrary<RunPlan> = fc.record(
  {
    baseModel: model,
    training: fc.record({ tokens: range(50_000_000), epochs: fc.integer({ min: 1, max: 5 }) }),
    asking: fc.record({ documents: fc.nat(10_000), input: range(20_000_000), output: range(500_000) }),
    throughput: fc.record({ hours: range(2000), modelUnits: fc.integer({ min: 1, max: 4 }) }),
    storageMonths: fc.nat(24),
  },
  { requiredKeys: ['baseModel', 'training', 'storageMonths'] },
);

const isAtMost = (left: CostEstimate, right: CostEstimate) => {
  expect(left.total.low).toBeLessThanOrEqual(right.total.low);
  expect(left.total.high).toBeLessThanOrEqual(right.total.high);
};

describe('an estimate', () => {
  it('has a low and a high end, and says what is unknown exactly when it is incomplete', () => {
    fc.assert(
      fc.property(plan, (one) => {
        const { lines, total, unknown } = estimateRun(one, PRICES);
        expect(total.low).toBeLessThanOrEqual(total.high);
        expect(total.complete).toBe(unknown.length === 0);
        for (const { low, high, unitPrice, quantity, why } of lines) {
          expect(low === undefined).toBe(unitPrice === undefined);
          if (low === undefined || low !== high) expect(quantity.high === 0 || why.length > 0).toBe(true);
        }
      }),
    );
  });

  it('never falls when there are more epochs, tokens, hours or months', () => {
    const grow = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(plan, grow, (one, more) => {
        const grown = (by: { readonly low: number; readonly high: number }) => ({
          low: by.low + more,
          high: by.high + more,
        });
        const before = estimateRun(one, PRICES);
        const { training, asking, throughput } = one;
        isAtMost(before, estimateRun({ ...one, training: { ...training, epochs: training.epochs + 1 } }, PRICES));
        isAtMost(before, estimateRun({ ...one, training: { ...training, tokens: grown(training.tokens) } }, PRICES));
        isAtMost(before, estimateRun({ ...one, storageMonths: one.storageMonths + more }, PRICES));
        if (asking) {
          const larger = { ...asking, input: grown(asking.input), output: grown(asking.output) };
          isAtMost(before, estimateRun({ ...one, asking: larger }, PRICES));
        }
        if (throughput?.hours) {
          const longer = { ...throughput, hours: grown(throughput.hours) };
          isAtMost(before, estimateRun({ ...one, throughput: longer }, PRICES));
        }
      }),
    );
  });

  it('is the arithmetic of the price list', () => {
    const training = trainingCost(PRICES, { model: 'nova-2-lite', tokens: exactly(1_000_000), epochs: 3 });
    expect(training.low).toBeCloseTo(11.34, 10);
    expect(training).toMatchObject({ quantity: { low: 3000, high: 3000 }, unit: '1K tokens', why: '' });
    const hours = throughputCost(PRICES, { model: 'nova-2-lite', modelUnits: 2, hours: exactly(24) });
    expect(hours.low).toBeCloseTo(2904, 10);
    const committed = throughputCost(PRICES, { model: 'nova-2-lite', hours: exactly(1), commitment: 'OneMonth' });
    expect(committed.low).toBeCloseTo(28 * 24 * 55, 10);
    expect(storageCost(PRICES, { model: 'nova-micro', months: exactly(2) })).toMatchObject({ low: 3.5, high: 3.9 });
    const asked = { input: exactly(1_000_000), output: exactly(1_000_000) };
    expect(sumUp(inferenceCost(PRICES, servedModel('us.amazon.nova-lite-v1:0'), asked)).total.low).toBeCloseTo(0.3, 10);
    expect(sumUp(labellingCost(PRICES, servedModel('amazon.nova-pro-v1:0'), asked)).total.low).toBeCloseTo(4, 10);
  });

  it('takes half of on demand for batches', () => {
    fc.assert(
      fc.property(model, range(1e9), range(1e7), (name, input, output) => {
        const half = sumUp(batchCost(PRICES, name, { input, output })).total;
        const whole = sumUp(inferenceCost(PRICES, servedModel(name), { input, output })).total;
        expect(half.high).toBeCloseTo(whole.high / 2, 6);
      }),
    );
  });

  it('is at least what is known when a price is missing, or hours are', () => {
    const lite = estimateRun(
      { baseModel: 'nova-lite', training: { tokens: exactly(1000), epochs: 1 }, storageMonths: 1 },
      PRICES,
    );
    expect(lite.unknown).toEqual(['price of nova-lite training per 1K tokens']);
    expect(formatCost(lite.total)).toBe('at least $1.75');
    const endless = sumUp([throughputCost(PRICES, { model: 'nova-2-lite' })]);
    expect(endless.unknown).toEqual([expect.stringMatching(/until it is deleted/)]);
    expect(formatCost(endless.total)).toBe('at least $60.50');
    expect(formatCost(sumUp([throughputCost(PRICES, { model: 'nova-pro', hours: exactly(1) })]).total)).toBe('unknown');
  });

  it('tells the dates of the prices it used', () => {
    const { prices } = estimateRun(
      {
        baseModel: 'nova-micro',
        training: { tokens: exactly(1000), epochs: 1 },
        storageMonths: 1,
        asking: { documents: 1, input: exactly(10), output: exactly(1) },
      },
      PRICES,
    );
    expect(prices).toEqual({ oldest: '2025-07-20', newest: '2026-08-02', origins: ['bundled'] });
  });
});

describe('a budget', () => {
  const cost = (low: number, high: number, complete = true): CostEstimate => ({
    lines: [],
    total: { low, high, complete },
    unknown: complete ? [] : ['price of something'],
  });

  it('lets pass what surely fits, and nothing else', () => {
    fc.assert(
      fc.property(range(1000), fc.nat(1000), fc.boolean(), ({ low, high }, max, complete) => {
        const attempt = () => requireWithin(cost(low, high, complete), max);
        if (complete && high <= max) expect(attempt).not.toThrow();
        else expect(attempt).toThrow(expect.objectContaining({ code: 'over-budget', family: 'budget' }));
      }),
    );
  });

  it('says what is unknown and how to give it', () => {
    expect(() => requireWithin(cost(1, 2, false), 5)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('price of something'),
        remedy: expect.stringContaining('--prices'),
      }),
    );
  });
});

describe('break-even', () => {
  it('lies where both cost the same', () => {
    const tokens = fc.record({
      input: fc.integer({ min: 1, max: 100_000 }),
      output: fc.integer({ min: 0, max: 5000 }),
    });
    fc.assert(
      fc.property(tokens, fc.integer({ min: 1, max: 5 }), ({ input, output }, modelUnits) => {
        const result = breakEven(PRICES, {
          baseModel: 'amazon.nova-2-lite-v1:0:256k',
          tokens: { input: exactly(input), output: exactly(output) },
          modelUnits,
        });
        const perDocument = result.perDocument?.low ?? 0;
        const crossing = result.documentsPerDay?.low ?? 0;
        const perDay = 60.5 * 24 * modelUnits;
        expect(crossing * perDocument).toBeGreaterThanOrEqual(perDay * (1 - 1e-9));
        expect((crossing - 1) * perDocument).toBeLessThan(perDay * (1 + 1e-9));
      }),
    );
  });

  it('is unknown where a price is', () => {
    const tokens = { input: exactly(2000), output: exactly(10) };
    const result = breakEven(PRICES, { baseModel: 'nova-micro', tokens });
    expect(result.documentsPerDay).toBeUndefined();
    expect(result.unknown).toEqual(['price of nova-micro throughput per unit-hour']);
  });
});

describe('models behind ids', () => {
  it.each([
    ['us.amazon.nova-lite-v1:0', 'base', 'nova-lite'],
    ['nova-pro', 'base', 'nova-pro'],
    ['global.amazon.nova-2-lite-v1:0', 'global', 'nova-2-lite'],
    [
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.amazon.nova-2-lite-v1:0',
      'global',
      'nova-2-lite',
    ],
    ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0', 'base', 'nova-lite'],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0:128k', 'base', 'nova-micro'],
    [
      'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl',
      'custom',
      'nova-lite',
    ],
    ['arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl', 'custom', undefined],
    ['arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl', 'throughput', undefined],
    ['amazon.nova-premier-v1:0', 'base', undefined],
    ['anthropic.claude-3-haiku-20240307-v1:0', 'base', undefined],
  ])('%s is billed as %s of %s', (id, route, name) => {
    expect(servedModel(id)).toEqual({ modelId: id, route, ...(name !== undefined && { model: name }) });
  });

  it('take the base of a deployment from the model behind it', () => {
    const deployment = 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl';
    const custom = 'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-pro-v1:0:300k/abcdefghijkl';
    expect(servedModel(deployment, custom)).toMatchObject({ route: 'custom', model: 'nova-pro' });
  });
});

describe('bundled prices', () => {
  it('have a date, a source and one row each', () => {
    for (const { date, source, usd, model: name, item } of PRICES.prices) {
      expect(date).toMatch(/^\d{4}(-\d\d(-\d\d)?)?$/);
      expect(source).not.toBe('');
      expect(usd.low).toBeLessThanOrEqual(usd.high);
      expect(PRICES.prices.filter((other) => other.model === name && other.item === item)).toHaveLength(1);
    }
  });

  it('leave out what is not confirmed', () => {
    for (const [name, item] of [
      ['nova-lite', 'training'],
      ['nova-pro', 'training'],
      ['nova-pro', 'storage'],
      ['nova-micro', 'throughput-hour'],
      ['nova-pro', 'throughput-hour'],
    ] as const) {
      expect(findPrice(PRICES, name, item)).toBeUndefined();
    }
  });
});

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [0.000035, '$0.000035'],
    [0.0123, '$0.012'],
    [0.0999, '$0.10'],
    [0.1, '$0.10'],
    [1.954, '$1.95'],
    [99.999, '$100.00'],
    [2700.4, '$2,700'],
  ])('%d is %s', (usd, text) => {
    expect(formatUsd(usd)).toBe(text);
  });
});
