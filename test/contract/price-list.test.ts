import { expect, it } from 'vitest';
import { collect, REGION } from '../support/rehearsal.ts';
import { describeTargets } from './targets.ts';

describeTargets('PriceList', (target) => {
  const products = (usageType?: string, region = REGION) =>
    collect(
      target.cloud().priceList.products({
        serviceCode: 'AmazonBedrock',
        region,
        ...(usageType !== undefined && { usageType }),
      }),
    );

  it('reads products with attributes and prices', async (context) => {
    target.skipWithout(context, 'prices');
    const found = await products('Nova');
    expect(found.length).toBeGreaterThan(10);
    for (const { attributes, prices, publishedOn } of found) {
      expect(attributes).toMatchObject({ usagetype: expect.stringContaining('Nova'), regionCode: REGION });
      expect(prices).toEqual([{ unit: expect.any(String), usd: expect.any(Number) }]);
      expect(publishedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it('gives only what was asked for', async (context) => {
    target.skipWithout(context, 'prices');
    const training = await products('Customization-Training');
    expect(training.length).toBeGreaterThan(0);
    for (const { attributes } of training) expect(attributes.usagetype).toContain('Customization-Training');
    expect(await products('Nova', 'mars-north-1')).toEqual([]);
  });

  it('says that a service has no prices', async (context) => {
    target.skipWithout(context, 'prices');
    const work = collect(target.cloud().priceList.products({ serviceCode: 'NoSuchService', region: REGION }));
    await expect(work).rejects.toMatchObject({ name: 'CloudError', message: expect.stringContaining('NoSuchService') });
  });
});
