import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProduct } from './price-list.ts';

describe('readProduct', () => {
  it('takes attributes, USD and the day', () => {
    const text = JSON.stringify({
      product: { attributes: { usagetype: 'USE1-NovaLite-input-tokens', odd: null } },
      terms: {
        OnDemand: {
          a: {
            priceDimensions: {
              b: { unit: '1K tokens', pricePerUnit: { USD: '0.0000600000' } },
              c: { unit: '1K tokens', pricePerUnit: { CNY: '1' } },
            },
          },
        },
      },
      publicationDate: '2026-08-02T11:00:00Z',
    });
    expect(readProduct(text)).toEqual({
      attributes: { usagetype: 'USE1-NovaLite-input-tokens' },
      prices: [{ unit: '1K tokens', usd: 0.00006 }],
      publishedOn: '2026-08-02',
    });
  });

  it('leaves out what is no product, and never fails', () => {
    expect(readProduct('{"product": ')).toBeUndefined();
    fc.assert(
      fc.property(fc.json(), (text) => {
        const product = readProduct(text);
        for (const { usd } of product?.prices ?? []) expect(usd).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
