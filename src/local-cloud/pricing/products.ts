import { createHash } from 'node:crypto';
import rows from './price-rows.json' with { type: 'json' };

/** Term and rate of pay-as-you-go prices in AWS's own lists. */
const ON_DEMAND_TERM = 'JRTCKXETXF';
const RATE = '6YS6EN2CT7';

/** One thing with a price. */
interface Product {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** As the service sends it: one JSON text per product. */
  readonly json: string;
}

/** The services whose prices the local cloud knows, with their products in a fixed order. */
export const PRODUCTS: Readonly<Record<string, readonly Product[]>> = {
  AmazonBedrock: rows.map(({ attributes: own, unit, usd, date }) => {
    const attributes: Record<string, string> = {
      servicecode: 'AmazonBedrock',
      servicename: 'Amazon Bedrock',
      provider: 'Amazon',
      location: 'US East (N. Virginia)',
      locationType: 'AWS Region',
      regionCode: 'us-east-1',
      operation: '',
      ...own,
    };
    const sku = skuOf(own.usagetype);
    return { sku, attributes, json: JSON.stringify(toDocument(sku, attributes, { unit, usd, date })) };
  }),
};

/** 16 capitals and digits that follow from the usage type, so that they stay the same. */
function skuOf(usageType: string): string {
  return BigInt(`0x${createHash('sha256').update(usageType).digest('hex')}`)
    .toString(36)
    .toUpperCase()
    .padStart(16, '0')
    .slice(0, 16);
}

function toDocument(
  sku: string,
  attributes: Readonly<Record<string, string>>,
  { unit, usd, date }: { readonly unit: string; readonly usd: string; readonly date: string },
): object {
  const rateCode = `${sku}.${ON_DEMAND_TERM}.${RATE}`;
  return {
    product: { productFamily: 'Amazon Bedrock', attributes, sku },
    serviceCode: 'AmazonBedrock',
    terms: {
      OnDemand: {
        [`${sku}.${ON_DEMAND_TERM}`]: {
          priceDimensions: {
            [rateCode]: {
              unit,
              endRange: 'Inf',
              description: `$${Number(usd)} per ${unit} for ${attributes.usagetype}`,
              appliesTo: [],
              rateCode,
              beginRange: '0',
              pricePerUnit: { USD: usd },
            },
          },
          sku,
          effectiveDate: `${date}T00:00:00Z`,
          offerTermCode: ON_DEMAND_TERM,
          termAttributes: {},
        },
      },
    },
    version: date.replaceAll('-', ''),
    publicationDate: `${date}T00:00:00Z`,
  };
}
