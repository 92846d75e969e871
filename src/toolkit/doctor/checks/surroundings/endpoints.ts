import type { ServiceEndpoint } from '../../../ports/connection.ts';
import type { Check } from '../../check.ts';
import { failure, ok, type Verdict, warning } from '../../diagnosis.ts';

/** Services that one job needs together: half a rehearsal is none. */
const OF_A_JOB = ['Bedrock', 'S3', 'IAM', 'STS'];

export const endpoints: Check = {
  name: 'endpoints',
  group: 'surroundings',
  offline: true,
  source: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html',
  run: async ({ cloud, signal }) => {
    const places = await cloud.connection.endpoints(signal);
    return [...judge(places), ...proxies(places)];
  },
};

function judge(places: readonly ServiceEndpoint[]): Verdict[] {
  const broken = places.filter(({ url }) => url !== undefined && !URL.canParse(url));
  if (broken.length > 0) {
    return broken.map(({ service, url, from }) =>
      failure('endpoint-invalid', `The endpoint of ${service} is no URL: ${url} (${from}).`, {
        remedy: 'Write it as http://127.0.0.1:4566 or https://host.',
      }),
    );
  }
  const groups = groupBy(places, ({ url, from }) => (url === undefined ? 'AWS' : `${url} (${from})`));
  const words = [...groups].map(([place, services]) =>
    groups.size === 1 ? place : `${services.map(({ service }) => service).join(', ')} at ${place}`,
  );
  const ofJob = new Set(places.filter(({ service }) => OF_A_JOB.includes(service)).map(({ url }) => url === undefined));
  if (ofJob.size === 1) return [ok(`Endpoints: ${words.join('; ')}.`)];
  return [
    warning('endpoints-mixed', `Some services are AWS's and some are not: ${words.join('; ')}.`, {
      remedy: 'Point Bedrock, S3, IAM and STS to the same place, or unset AWS_ENDPOINT_URL_*.',
    }),
  ];
}

function proxies(places: readonly ServiceEndpoint[]): Verdict[] {
  const used = groupBy(places, ({ proxy }) => proxy);
  return [...used].flatMap(([proxy, services]) => {
    if (proxy === undefined) return [];
    const names = services.map(({ service }) => service).join(', ');
    if (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)) {
      return [ok(`Proxy ${proxy} for ${services.length === places.length ? 'all services' : names}.`)];
    }
    const remedy = 'Write it as http://proxy.example:3128.';
    return [failure('proxy-invalid', `The proxy of ${names} is no http URL: ${proxy}.`, { remedy })];
  });
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
