import { mapOrdered } from '../../../lib/concurrency.ts';
import { parseS3Uri } from '../../../lib/s3-uri.ts';
import type { Check } from '../../check.ts';
import { failure, ok } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';

const DEFAULT_MOST_MEDIA = 20;
const AT_ONCE = 8;

/** Whether a sample of the images is there, and the caller may look at it. Bedrock looks only when the job already runs. */
export const media: Check = {
  name: 'media',
  group: 'data',
  source: 'https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html',
  run: async (facts) => {
    const all = (await facts.trainingData())?.media ?? [];
    if (all.length === 0) return [];
    const sample = evenly(all, facts.options.mostMedia ?? DEFAULT_MOST_MEDIA);
    const missing: string[] = [];
    const looks = mapOrdered(sample, (uri) => isThere(uri, facts), { concurrency: AT_ONCE, signal: facts.signal });
    for await (const { uri, there } of looks) if (!there) missing.push(uri);
    const looked = `${sample.length} of ${all.length} media were looked up`;
    const [first] = missing;
    if (first === undefined) return [ok(`${looked}, and all are there.`)];
    return [
      failure('media-missing', `${looked}, and ${missing.length} are not there, e.g. ${first}.`, {
        remedy: 'Upload the data set again: novatune dataset upload sends what is missing.',
      }),
    ];
  },
};

async function isThere(uri: string, { cloud, signal }: Facts) {
  const address = parseS3Uri(uri);
  const found = address && (await cloud.objects.head(address.bucket, address.key, signal));
  return { uri, there: found !== undefined };
}

/** At most `most` of the items, evenly spaced, the first among them. */
const evenly = <Item>(items: readonly Item[], most: number): readonly Item[] => {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, index) => items[Math.floor(index * step)]).flatMap(
    (item) => (item === undefined ? [] : [item]),
  );
};
