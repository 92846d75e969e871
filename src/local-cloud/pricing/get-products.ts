import type { Filter, GetProductsRequest, GetProductsResponse } from '@aws-sdk/client-pricing';
import type { Checked } from '../iam/index.ts';
import { checkFormat } from './format-version.ts';
import { pageOf } from './paging.ts';
import { PRODUCTS } from './products.ts';
import { notFound } from './refusals.ts';

/** Products that pass every filter. */
export function getProducts(input: Checked<GetProductsRequest>): GetProductsResponse {
  checkFormat(input.FormatVersion);
  const products = PRODUCTS[input.ServiceCode];
  if (products === undefined) throw notFound();
  const filters = input.Filters ?? [];
  const found = products.filter(({ attributes }) => filters.every((filter) => passes(filter, attributes)));
  const page = pageOf(found, ['GetProducts', input.ServiceCode, filters], input);
  return { FormatVersion: 'aws_v1', PriceList: page.items.map(({ json }) => json), ...page.next };
}

/** `ANY_OF` and `NONE_OF` take values separated by commas. A product without the attribute passes no filter but `NONE_OF`. */
function passes({ Type, Field, Value = '' }: Filter, attributes: Readonly<Record<string, string>>): boolean {
  const actual = Field === undefined ? undefined : attributes[Field];
  const values = Value.split(',').map((value) => value.trim());
  switch (Type) {
    case 'CONTAINS':
      return actual?.includes(Value) === true;
    case 'ANY_OF':
      return actual !== undefined && values.includes(actual);
    case 'NONE_OF':
      return actual === undefined || !values.includes(actual);
    default:
      return actual === Value;
  }
}
