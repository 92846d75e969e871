import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { LOCAL_CREDENTIALS, startLocalCloud } from '../../src/local-cloud/index.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The AWS SDK's clients on a local cloud with the real page reader; the SDK is all that the suite knows of it. */
export interface LifecycleCloud {
  readonly s3: S3Client;
  readonly iam: IAMClient;
  readonly bedrock: BedrockClient;
  readonly runtime: BedrockRuntimeClient;
  close(): Promise<void>;
}

export async function openLifecycleCloud(): Promise<LifecycleCloud> {
  const folder = await mkdtemp(join(tmpdir(), 'novatune-lifecycle-'));
  const cloud = await startLocalCloud({
    folder,
    // Long enough for every state to be seen by polling.
    settings: { rolePropagationMs: 0, deploymentDelayMs: 300, throughputDelayMs: 300, jobPhaseMs: 300 },
  });
  const config = { endpoint: cloud.url, region: 'us-east-1', credentials: LOCAL_CREDENTIALS };
  const clients = {
    s3: new S3Client({ ...config, forcePathStyle: true }),
    iam: new IAMClient(config),
    bedrock: new BedrockClient(config),
    runtime: new BedrockRuntimeClient(config),
  };
  return {
    ...clients,
    close: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await cloud.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Milliseconds between looks at something that takes its time. */
const POLL_MS = 30;

/** Looks until `isReached`, and returns all that was seen. */
export async function watch<State>(
  look: () => Promise<State>,
  isReached: (state: State) => boolean,
): Promise<[State, ...State[]]> {
  const seen: [State, ...State[]] = [await look()];
  let last = seen[0];
  while (!isReached(last)) {
    await sleep(POLL_MS);
    last = await look();
    seen.push(last);
  }
  return seen;
}
