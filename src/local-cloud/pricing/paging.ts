import { invalidNextToken } from './refusals.ts';

interface PageRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

const DEFAULT_MAX_RESULTS = 100;

/** One page of a list that never changes. @param question what was asked: a token answers for nothing else. */
export function pageOf<Item>(
  items: readonly Item[],
  question: unknown,
  { NextToken, MaxResults = DEFAULT_MAX_RESULTS }: PageRequest,
): { readonly items: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const asked = JSON.stringify(question);
  const start = NextToken === undefined ? 0 : readToken(NextToken, asked);
  const end = start + MaxResults;
  const next = end < items.length ? { NextToken: Buffer.from(JSON.stringify([asked, end])).toString('base64') } : {};
  return { items: items.slice(start, end), next };
}

function readToken(token: string, asked: string): number {
  try {
    const [question, start] = JSON.parse(Buffer.from(token, 'base64').toString());
    if (question === asked && Number.isSafeInteger(start)) return start;
  } catch {
    // Refused below, as any other token that was not given out here.
  }
  throw invalidNextToken();
}
