import type { DescribeServicesRequest, DescribeServicesResponse } from '@aws-sdk/client-pricing';
import { checkFormat } from './format-version.ts';
import { pageOf } from './paging.ts';
import { PRODUCTS } from './products.ts';
import { notFound } from './refusals.ts';

export function describeServices(input: DescribeServicesRequest): DescribeServicesResponse {
  checkFormat(input.FormatVersion);
  const { ServiceCode: code } = input;
  const services = Object.entries(PRODUCTS).filter(([name]) => !code || name === code);
  if (services.length === 0) throw notFound();
  const page = pageOf(services, ['DescribeServices', code], input);
  return {
    Services: page.items.map(([ServiceCode, products]) => ({
      ServiceCode,
      AttributeNames: [...new Set(products.flatMap(({ attributes }) => Object.keys(attributes)))].sort(),
    })),
    FormatVersion: 'aws_v1',
    ...page.next,
  };
}
