import { iamError } from './errors.ts';

/** Paging members of every IAM list operation. */
interface PageRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

const DEFAULT_MAX_ITEMS = 100;

/**
 * One page of `items`, which must be sorted by `keyOf` (unique). The marker names the last item given out,
 * so items made or deleted between two calls neither repeat nor hide others.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker, MaxItems = DEFAULT_MAX_ITEMS }: PageRequest,
): { readonly items: readonly Item[]; readonly IsTruncated: boolean; readonly Marker?: string } {
  const after = Marker === undefined ? undefined : readMarker(Marker);
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, MaxItems);
  const last = page.at(-1);
  if (last === undefined || page.length === rest.length) return { items: page, IsTruncated: false };
  return { items: page, IsTruncated: true, Marker: writeMarker(keyOf(last)) };
}

function writeMarker(key: string): string {
  return Buffer.from(JSON.stringify([key])).toString('base64url');
}

function readMarker(marker: string): string {
  try {
    const [key] = JSON.parse(Buffer.from(marker, 'base64url').toString());
    if (typeof key === 'string') return key;
  } catch {
    // Answered below, as any other marker that was not given out here.
  }
  throw iamError('ValidationError', `Invalid Marker: ${marker}`);
}

/** Order of {@link pageOf}: by code unit, as its comparison does. */
export function sortedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
