import type { BedrockClient } from '@aws-sdk/client-bedrock';
import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { PricingClient } from '@aws-sdk/client-pricing';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { STSClient } from '@aws-sdk/client-sts';
import { configuredEndpoint } from './endpoints.ts';

/** Static credentials; absent means the SDK's default chain (environment, profiles, SSO, web identity, instance metadata). */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ConnectOptions {
  /** AWS region. Absent: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile. */
  readonly region?: string;
  readonly profile?: string;
  /** One URL for all services, e.g. of the local cloud. Absent: AWS, or whatever `AWS_ENDPOINT_URL*` and the profile say. */
  readonly endpoint?: string;
  readonly credentials?: AwsCredentials;
  /** PEM text of further trusted certificate authorities. */
  readonly caBundle?: string;
  /** Longest wait for one answer of a model, milliseconds. Default 3,600,000: Nova's own time limit is 60 minutes. */
  readonly modelTimeoutMs?: number;
  /** Open connections per service. Default 64, and 256 to models. */
  readonly connections?: number;
}

/** The SDK clients, each imported when first used: start-up pays only for what a command needs. */
export interface AwsClients {
  s3(): Promise<S3Client>;
  sts(): Promise<STSClient>;
  iam(): Promise<IAMClient>;
  bedrock(): Promise<BedrockClient>;
  runtime(): Promise<BedrockRuntimeClient>;
  scheduler(): Promise<SchedulerClient>;
  cloudWatch(): Promise<CloudWatchClient>;
  eventBridge(): Promise<EventBridgeClient>;
  sns(): Promise<SNSClient>;
  quotas(): Promise<ServiceQuotasClient>;
  pricing(): Promise<PricingClient>;
  kms(): Promise<KMSClient>;
  /** Frees sockets. */
  destroy(): Promise<void>;
}

const CONTROL_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** The Price List API answers in few regions, for all of them. */
const PRICE_LIST_REGION = 'us-east-1';

export function createClients(options: ConnectOptions): AwsClients {
  // The AWS CLI reads both names, the SDK only the first.
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  // The SDK prints a notice about Node 20 to stderr otherwise, in the middle of our own output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const opened: { destroy(): void }[] = [];

  const settings = async (requestTimeout: number, connections = 64) => {
    const [{ NodeHttpHandler }, { Agent: HttpsAgent }, { Agent: HttpAgent }, proxies] = await Promise.all([
      import('@smithy/node-http-handler'),
      import('node:https'),
      import('node:http'),
      import('./proxies.ts'),
    ]);
    const sockets = { keepAlive: true, maxSockets: options.connections ?? connections };
    // HTTP/1.1 with kept connections: the runtime client's own HTTP/2 handler opens a session per request.
    const straight = () => ({
      httpAgent: new HttpAgent(sockets),
      httpsAgent: new HttpsAgent({ ...sockets, ...(options.caBundle && { ca: options.caBundle }) }),
    });
    const through = (proxy: string) => {
      const agent = proxies.tunnelAgent(proxy, sockets, options.caBundle);
      return { httpAgent: agent, httpsAgent: agent };
    };
    const timeouts = { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout };
    return {
      ...(region && { region }),
      ...(options.profile && { profile: options.profile }),
      ...(options.endpoint && { endpoint: options.endpoint }),
      ...(options.credentials && { credentials: options.credentials }),
      requestHandler: new proxies.ProxyingHandler(
        (proxy) => new NodeHttpHandler({ ...timeouts, ...(proxy === undefined ? straight() : through(proxy)) }),
      ),
    };
  };
  const keep = <Client extends { destroy(): void }>(client: Client): Client => {
    opened.push(client);
    return client;
  };

  return {
    s3: once(async () => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      const config = await settings(CONTROL_TIMEOUT_MS);
      // Virtual-host names do not resolve at an emulator.
      const elsewhere = (await configuredEndpoint(options, 'S3')) !== undefined;
      return keep(new S3Client({ ...config, forcePathStyle: elsewhere }));
    }),
    sts: once(async () => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      return keep(new STSClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    iam: once(async () => {
      const { IAMClient } = await import('@aws-sdk/client-iam');
      return keep(new IAMClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    bedrock: once(async () => {
      const { BedrockClient } = await import('@aws-sdk/client-bedrock');
      return keep(new BedrockClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    runtime: once(async () => {
      const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
      // One attempt: retries belong to the inference engine, which also adapts its concurrency to throttles.
      return keep(
        new BedrockRuntimeClient({ ...(await settings(options.modelTimeoutMs ?? 3_600_000, 256)), maxAttempts: 1 }),
      );
    }),
    scheduler: once(async () => {
      const { SchedulerClient } = await import('@aws-sdk/client-scheduler');
      return keep(new SchedulerClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    cloudWatch: once(async () => {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return keep(new CloudWatchClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    eventBridge: once(async () => {
      const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
      return keep(new EventBridgeClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    sns: once(async () => {
      const { SNSClient } = await import('@aws-sdk/client-sns');
      return keep(new SNSClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    quotas: once(async () => {
      const { ServiceQuotasClient } = await import('@aws-sdk/client-service-quotas');
      return keep(new ServiceQuotasClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    pricing: once(async () => {
      const { PricingClient } = await import('@aws-sdk/client-pricing');
      return keep(new PricingClient({ ...(await settings(CONTROL_TIMEOUT_MS)), region: PRICE_LIST_REGION }));
    }),
    kms: once(async () => {
      const { KMSClient } = await import('@aws-sdk/client-kms');
      return keep(new KMSClient(await settings(CONTROL_TIMEOUT_MS)));
    }),
    destroy: async () => {
      for (const client of opened.splice(0)) client.destroy();
    },
  };
}

/** Runs `make` on the first call and answers every later one with the same promise; a failure is not kept. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
