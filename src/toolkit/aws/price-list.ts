import type { Filter } from '@aws-sdk/client-pricing';
import type { PriceList, PriceListProduct } from '../ports/price-list.ts';
import { call, pages, sending } from './call.ts';
import type { AwsClients } from './clients.ts';

/** The Price List Query API. https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html */
export function createPriceList(clients: AwsClients): PriceList {
  return {
    async *products({ serviceCode, region, usageType }, signal) {
      const [client, sdk] = await Promise.all([clients.pricing(), import('@aws-sdk/client-pricing')]);
      const filters: Filter[] = [
        { Type: 'TERM_MATCH', Field: 'regionCode', Value: region },
        ...(usageType === undefined ? [] : [{ Type: 'CONTAINS', Field: 'usagetype', Value: usageType } as const]),
      ];
      const fetchPage = (nextToken: string | undefined) =>
        call(`read the prices of ${serviceCode}`, signal, () =>
          client.send(
            new sdk.GetProductsCommand({
              ServiceCode: serviceCode,
              Filters: filters,
              FormatVersion: 'aws_v1',
              ...(nextToken !== undefined && { NextToken: nextToken }),
            }),
            sending(signal),
          ),
        );
      for await (const page of pages(fetchPage, ({ NextToken }) => NextToken || undefined)) {
        for (const text of page.PriceList ?? []) {
          const product = readProduct(String(text));
          if (product !== undefined) yield product;
        }
      }
    },
  };
}

/** @returns undefined for what has not the form of a product. */
export function readProduct(text: string): PriceListProduct | undefined {
  const row = parse(text);
  const attributes = recordOf(recordOf(row).product).attributes;
  const terms = Object.values(recordOf(recordOf(recordOf(row).terms).OnDemand));
  const dimensions = terms.flatMap((term) => Object.values(recordOf(recordOf(term).priceDimensions)));
  const prices = dimensions.map(recordOf).flatMap(({ unit, pricePerUnit }) => {
    const { USD } = recordOf(pricePerUnit);
    const usd = typeof USD === 'string' && USD.trim() !== '' ? Number(USD) : Number.NaN;
    return typeof unit === 'string' && usd >= 0 ? [{ unit, usd }] : [];
  });
  const texts = Object.entries(recordOf(attributes)).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  if (texts.length === 0) return undefined;
  const published = recordOf(row).publicationDate;
  return {
    attributes: Object.fromEntries(texts),
    prices,
    ...(typeof published === 'string' &&
      /^\d{4}-\d\d-\d\d/.test(published) && { publishedOn: published.slice(0, 'YYYY-MM-DD'.length) }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A row that is no JSON is left out like any other that cannot be read.
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
