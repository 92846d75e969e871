import { mapOrdered } from '../../lib/concurrency.ts';
import { isTagged, RUN_TAG } from '../../model/tags.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { SearchGap } from '../resource.ts';

/** Tags are read one resource at a time; so many at once stay far below the services' rates. */
const CONCURRENCY = 8;

export type Tags = Readonly<Record<string, string>>;

/** What every finder is given. */
export interface Search {
  readonly cloud: Cloud;
  readonly region: string;
  /** Absent: every run. */
  readonly run?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Absent: what cannot be searched is thrown. */
  readonly onGap?: ((gap: SearchGap) => void) | undefined;
}

/** Adds something to each item, several at once, in the order of the items. */
export async function withEach<Item, More>(
  items: AsyncIterable<Item> | Iterable<Item>,
  look: (item: Item) => Promise<More>,
  { signal }: Pick<Search, 'signal'>,
): Promise<(Item & More)[]> {
  const found: (Item & More)[] = [];
  const work = async (item: Item) => ({ ...item, ...(await look(item)) });
  const window = { concurrency: CONCURRENCY, ...(signal && { signal }) };
  for await (const both of mapOrdered(items, work, window)) found.push(both);
  return found;
}

/** Reads the tags of each resource of Bedrock. */
export const withTags = <Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  arnOf: (item: Item) => string,
  search: Search,
): Promise<(Item & { readonly tags: Tags })[]> =>
  withEach(items, async (item) => ({ tags: await search.cloud.customizer.tags(arnOf(item), search.signal) }), search);

export const isOurs = ({ tags }: { readonly tags: Tags }, { run }: Pick<Search, 'run'>): boolean => isTagged(tags, run);

/** The run that tags name, as a member of a resource. */
export const runOf = (tags: Tags): { readonly run?: string } =>
  tags[RUN_TAG] === undefined ? {} : { run: tags[RUN_TAG] };
