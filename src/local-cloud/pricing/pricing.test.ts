import {
  DescribeServicesCommand,
  type Filter,
  GetAttributeValuesCommand,
  GetPriceListFileUrlCommand,
  GetProductsCommand,
  PricingClient,
  paginateGetProducts,
} from '@aws-sdk/client-pricing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestCloud, withServices } from '../testing/with-local-cloud.ts';
import { createPricingService } from './service.ts';

let cloud: TestCloud;
let client: PricingClient;
beforeAll(async () => {
  cloud = await withServices([createPricingService()]);
  client = new PricingClient(cloud.config);
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

interface Document {
  readonly product: { readonly sku: string; readonly attributes: Readonly<Record<string, string>> };
  readonly terms: {
    readonly OnDemand: Readonly<
      Record<string, { readonly priceDimensions: Readonly<Record<string, { unit: string; pricePerUnit: object }>> }>
    >;
  };
}

async function products(...Filters: Filter[]): Promise<Document[]> {
  const { PriceList = [], NextToken } = await client.send(
    new GetProductsCommand({ ServiceCode: 'AmazonBedrock', Filters }),
  );
  expect(NextToken).toBeUndefined();
  return PriceList.map((text: unknown) => JSON.parse(String(text)) as Document);
}

const usageTypes = (found: readonly Document[]) => found.map(({ product }) => product.attributes.usagetype);

describe('Pricing of the local cloud', () => {
  it('gives products as JSON texts with terms and rates', async () => {
    const [training, ...others] = await products({
      Type: 'EQUALS',
      Field: 'usagetype',
      Value: 'USE1-Nova2.0Lite-Customization-Training',
    });
    expect(others).toEqual([]);
    const [term] = Object.values(training?.terms.OnDemand ?? {});
    expect(Object.values(term?.priceDimensions ?? {})).toEqual([
      expect.objectContaining({ unit: '1K tokens', pricePerUnit: { USD: '0.0037800000' } }),
    ]);
    expect(training?.product.attributes).toMatchObject({ model: 'Nova 2.0 Lite', regionCode: 'us-east-1' });
    expect(training?.product.sku).toMatch(/^[0-9A-Z]{16}$/);
  });

  it('filters in five ways, all of which must hold', async () => {
    const all = usageTypes(await products());
    const model = (Type: Filter['Type'], Value: string) => ({ Type, Field: 'model', Value }) as const;
    const lite = usageTypes(await products(model('TERM_MATCH', 'Nova Lite')));
    expect(lite).toEqual(['USE1-NovaLite-input-tokens', 'USE1-NovaLite-output-tokens']);
    const contained = usageTypes(await products({ Type: 'CONTAINS', Field: 'usagetype', Value: 'Customization' }));
    expect(contained).toEqual(all.filter((type) => type?.includes('Customization')));
    const any = usageTypes(await products(model('ANY_OF', 'Nova Lite, Nova Pro')));
    const none = usageTypes(await products(model('NONE_OF', 'Nova Lite,Nova Pro')));
    expect([...any, ...none].toSorted()).toEqual(all.toSorted());
    expect(any.length).toBeGreaterThan(lite.length);
    expect(
      await products(model('EQUALS', 'Nova Lite'), { Type: 'EQUALS', Field: 'regionCode', Value: 'eu-west-1' }),
    ).toEqual([]);
  });

  it('pages', async () => {
    const pages: number[] = [];
    const texts = new Set<string>();
    for await (const page of paginateGetProducts({ client, pageSize: 7 }, { ServiceCode: 'AmazonBedrock' })) {
      pages.push(page.PriceList?.length ?? 0);
      for (const text of page.PriceList ?? []) texts.add(String(text));
    }
    expect(pages.slice(0, -1).every((count) => count === 7)).toBe(true);
    expect(texts.size).toBe((await products()).length);
  });

  it('lists services, attributes and their values', async () => {
    const { Services } = await client.send(new DescribeServicesCommand({}));
    expect(Services).toEqual([
      { ServiceCode: 'AmazonBedrock', AttributeNames: expect.arrayContaining(['model', 'usagetype', 'regionCode']) },
    ]);
    const { AttributeValues } = await client.send(
      new GetAttributeValuesCommand({ ServiceCode: 'AmazonBedrock', AttributeName: 'regionCode' }),
    );
    expect(AttributeValues).toEqual([{ Value: 'us-east-1' }]);
  });

  it.each([
    ['an unknown service', new GetProductsCommand({ ServiceCode: 'AmazonEC2' }), 'NotFoundException'],
    [
      'a token that it never gave',
      new GetProductsCommand({ ServiceCode: 'AmazonBedrock', NextToken: 'bm9uZQ==' }),
      'InvalidNextTokenException',
    ],
    [
      'another format',
      new GetProductsCommand({ ServiceCode: 'AmazonBedrock', FormatVersion: 'aws_v2' }),
      'InvalidParameterException',
    ],
  ])('refuses %s', async (_, command, name) => {
    await expect(client.send(command)).rejects.toMatchObject({ name });
  });

  it('refuses what it does not emulate, by name', async () => {
    const command = new GetPriceListFileUrlCommand({
      PriceListArn: 'arn:aws:pricing:::price-list/aws/AmazonBedrock/USD/1/us-east-1',
      FileFormat: 'json',
    });
    await expect(client.send(command)).rejects.toThrow(/GetPriceListFileUrl/);
  });
});
