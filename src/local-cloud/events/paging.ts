import { refusals } from './errors.ts';

interface PageRequest {
  readonly Limit?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** Source: the `Limit` of every listing. */
const MAXIMUM_PAGE = 100;

/** One page of items sorted by a unique name; the token names the last item given out. */
export function pageByName<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { Limit: limit = MAXIMUM_PAGE, NextToken: token }: PageRequest,
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const after = token === undefined ? undefined : readToken(token);
  const rest = after === undefined ? items : items.filter((item) => nameOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || page.length === rest.length) return { items: page };
  return { items: page, NextToken: Buffer.from(`after ${nameOf(last)}`).toString('base64url') };
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after ')) throw refusals.validation('The provided NextToken is not valid.');
  return text.slice('after '.length);
}
