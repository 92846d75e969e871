import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_CREDENTIALS } from '../credentials.ts';
import { startCloudServer } from '../server/cloud-server.ts';
import type { CallerLookup, SecretLookup } from '../service/access-keys.ts';
import type { ServiceDefinition } from '../service/operation.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../start-local-cloud.ts';
import type { CloudSettings } from '../state/ports.ts';
import { createWire } from '../wire/dispatch.ts';

/** Options for any AWS SDK client, S3 included. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly forcePathStyle: true;
}

export interface TestCloud {
  readonly config: ClientConfig;
  readonly url: string;
  /** The folder goes with it. */
  close(): Promise<void>;
}

/** As short as lifecycles can be while each state can still be seen. Milliseconds. */
const SHORT_DELAYS: Partial<CloudSettings> = {
  rolePropagationMs: 0,
  deploymentDelayMs: 50,
  throughputDelayMs: 50,
  jobPhaseMs: 10,
};

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

function clientConfig(url: string): ClientConfig {
  return { endpoint: url, region: 'us-east-1', credentials: LOCAL_CREDENTIALS, forcePathStyle: true };
}

/** Starts the whole cloud in a folder of its own, with short delays. */
export async function withLocalCloud(
  options: LocalCloudOptions = {},
): Promise<TestCloud & { readonly cloud: LocalCloud }> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'novatune-cloud-'));
  const cloud = await startLocalCloud({
    strictErrors: true,
    ...options,
    folder,
    settings: { ...SHORT_DELAYS, ...options.settings },
  });
  return {
    cloud,
    url: cloud.url,
    config: clientConfig(cloud.url),
    close: async () => {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Serves some services only, without state of the cloud's own: for the tests of one service. */
export async function withServices(
  services: readonly ServiceDefinition[],
  options: {
    readonly signatures?: 'form' | 'verify';
    readonly callers?: readonly CallerLookup[];
    readonly secrets?: SecretLookup;
    readonly onError?: (error: unknown) => void;
    /** Default true. */
    readonly strictErrors?: boolean;
  } = {},
): Promise<TestCloud> {
  const wire = createWire({
    services,
    strictErrors: options.strictErrors ?? true,
    accountId: '111122223333',
    signatures: options.signatures ?? 'form',
    callers: options.callers ?? [],
    secrets: options.secrets ?? { secretOf: () => LOCAL_CREDENTIALS.secretAccessKey },
    onOutcome: (_outcome, error) => {
      if (error !== undefined) options.onError?.(error);
    },
  });
  const health = () => {
    throw new Error('services served for a test have no health');
  };
  const server = await startCloudServer(wire, { health, token: '', stop: () => undefined }, { port: 0 });
  const url = `http://127.0.0.1:${server.port}`;
  return { url, config: clientConfig(url), close: () => server.close() };
}
