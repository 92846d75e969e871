import type { GetAttributeValuesRequest, GetAttributeValuesResponse } from '@aws-sdk/client-pricing';
import type { Checked } from '../iam/index.ts';
import { pageOf } from './paging.ts';
import { PRODUCTS } from './products.ts';
import { invalidParameter, notFound } from './refusals.ts';

export function getAttributeValues(input: Checked<GetAttributeValuesRequest>): GetAttributeValuesResponse {
  const { ServiceCode: service, AttributeName: name } = input;
  const products = PRODUCTS[service];
  if (products === undefined) throw notFound();
  const values = new Set(products.flatMap(({ attributes }) => attributes[name] ?? []));
  if (values.size === 0) throw invalidParameter(`The attribute name ${name} is invalid for ${service}.`);
  const page = pageOf([...values].sort(), ['GetAttributeValues', service, name], input);
  return { AttributeValues: page.items.map((Value) => ({ Value })), ...page.next };
}
