import type { ServiceDefinition } from '../service/operation.ts';
import { describeServices } from './describe-services.ts';
import { getAttributeValues } from './get-attribute-values.ts';
import { getProducts } from './get-products.ts';

/** The Price List Query API over a small dated table, for rehearsals: AWS's own list is larger and newer. */
export function createPricingService(): ServiceDefinition {
  return {
    name: 'pricing',
    signingName: 'pricing',
    protocol: 'awsJson1_1',
    loadSchemas: () => import('@aws-sdk/client-pricing'),
    operations: {
      DescribeServices: describeServices,
      GetAttributeValues: getAttributeValues,
      GetProducts: getProducts,
    },
  };
}
