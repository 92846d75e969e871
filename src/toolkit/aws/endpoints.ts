import type { ServiceEndpoint } from '../ports/connection.ts';
import { proxyFor } from './proxies.ts';

/** Services that novatune talks to, by the ids under which SDKs and config files know them, with the host's own name. */
const SERVICES = {
  Bedrock: 'bedrock',
  'Bedrock Runtime': 'bedrock-runtime',
  S3: 's3',
  IAM: 'iam',
  STS: 'sts',
  KMS: 'kms',
  'Service Quotas': 'servicequotas',
  Pricing: 'api.pricing',
  Scheduler: 'scheduler',
  CloudWatch: 'monitoring',
  EventBridge: 'events',
  SNS: 'sns',
} as const;

/** What decides over endpoints besides the environment. */
export interface EndpointOptions {
  /** One URL for all services. */
  readonly endpoint?: string;
  readonly profile?: string;
}

export type ServiceId = keyof typeof SERVICES;

/**
 * The endpoint that calls to a service will go to when it is not AWS's own, looked up as the SDK and the AWS CLI do: the option,
 * `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services` section, the profile's `endpoint_url`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function configuredEndpoint(
  options: EndpointOptions,
  service: ServiceId,
): Promise<{ readonly url: string; readonly from: string } | undefined> {
  if (options.endpoint !== undefined) return { url: options.endpoint, from: 'the given endpoint' };
  const { env } = process;
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  for (const name of [`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll(' ', '_')}`, 'AWS_ENDPOINT_URL']) {
    const url = env[name];
    if (url) return { url, from: name };
  }
  return profileEndpoint(options, service);
}

async function profileEndpoint(options: EndpointOptions, service: ServiceId) {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile } = await loadSharedConfigFiles();
  const profile = profileName(options);
  const settings = configFile[profile];
  if (settings === undefined || settings.ignore_configured_endpoint_urls === 'true') return undefined;
  const section = settings.services;
  // Members of a section's inner blocks are parsed as `block.member`.
  const own =
    section && configFile[`services.${section}`]?.[`${service.toLowerCase().replaceAll(' ', '_')}.endpoint_url`];
  if (own) return { url: own, from: `services ${section} of profile ${profile}` };
  return settings.endpoint_url ? { url: settings.endpoint_url, from: `profile ${profile}` } : undefined;
}

/** The profile that settings and credentials are read from. */
export const profileName = (options: EndpointOptions): string =>
  options.profile ?? (process.env.AWS_PROFILE || 'default');

/** Services with an endpoint of their own, other than `common`, by id. */
export async function elsewhere(
  options: EndpointOptions,
  common: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (options.endpoint !== undefined) return {};
  const found = await Promise.all(
    (Object.keys(SERVICES) as ServiceId[]).map(async (service) => {
      const url = (await configuredEndpoint(options, service))?.url;
      return url === common ? [] : [[service, url ?? 'AWS'] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Every service with the place where calls to it go, and the proxy on the way. */
export async function serviceEndpoints(options: EndpointOptions, region: string): Promise<readonly ServiceEndpoint[]> {
  return Promise.all(
    (Object.keys(SERVICES) as ServiceId[]).map(async (service) => {
      const configured = await configuredEndpoint(options, service);
      const proxy = proxyFor(configured?.url ?? awsUrl(service, region));
      return {
        service,
        ...(configured && { url: configured.url, from: configured.from }),
        ...(proxy !== undefined && { proxy: withoutSecrets(proxy) }),
      };
    }),
  );
}

/** Near enough to AWS's own address to ask for its proxy; partitions with other domains differ in the end alone. */
const awsUrl = (service: ServiceId, region: string): string =>
  service === 'IAM' ? 'https://iam.amazonaws.com' : `https://${SERVICES[service]}.${region}.amazonaws.com`;

/** A proxy's address may hold a password. */
function withoutSecrets(proxy: string): string {
  if (!URL.canParse(proxy)) return proxy.replace(/^.*@/, '');
  const url = new URL(proxy);
  return `${url.protocol}//${url.host}`;
}
