import { refusals } from './refusals.ts';

interface PageRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

const DEFAULT_MAX_RESULTS = 100;

/** One page of items sorted by a unique key; the token names the last item given out. */
export function pageAfter<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { NextToken, MaxResults = DEFAULT_MAX_RESULTS }: PageRequest,
): { readonly items: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const start = NextToken === undefined ? 0 : items.findIndex((item) => keyOf(item) === readToken(NextToken)) + 1;
  if (NextToken !== undefined && start === 0) throw refusals.badToken();
  const page = items.slice(start, start + MaxResults);
  const last = page.at(-1);
  if (last === undefined || start + page.length === items.length) return { items: page, next: {} };
  return { items: page, next: { NextToken: Buffer.from(`after ${keyOf(last)}`).toString('base64url') } };
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after ')) throw refusals.badToken();
  return text.slice('after '.length);
}
