import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LOCAL_CREDENTIALS,
  type LocalCloud,
  type LocalCloudOptions,
  type RequestOutcome,
  startLocalCloud,
} from '../../src/local-cloud/index.ts';
import { type ConnectedCloud, connect } from '../../src/toolkit/index.ts';
import { codedPages } from './coded-pages.ts';

export const REGION = 'us-east-1';
export const ACCOUNT = '111122223333';

/** As short as lifecycles can be while each state can still be seen. Milliseconds. */
export const SHORT_DELAYS = { rolePropagationMs: 0, deploymentDelayMs: 40, throughputDelayMs: 40, jobPhaseMs: 20 };

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** A local cloud in a folder of its own, the toolkit connected to it, and every request it has answered. */
export interface Rehearsal extends AsyncDisposable {
  readonly local: LocalCloud;
  readonly cloud: ConnectedCloud;
  readonly answered: RequestOutcome[];
  /** A folder for the files of the test; removed with the rehearsal. */
  readonly folder: string;
  /** Answered requests for an operation, refused ones included. */
  count(operation: string): number;
}

/** @param options pages are {@link codedPages} unless given. */
export async function openRehearsal(options: LocalCloudOptions = {}): Promise<Rehearsal> {
  const folder = await mkdtemp(join(tmpdir(), 'novatune-test-'));
  const answered: RequestOutcome[] = [];
  const local = await startLocalCloud({
    pages: codedPages,
    ...options,
    folder: join(folder, 'cloud'),
    settings: { ...SHORT_DELAYS, ...options.settings },
    onRequest: (outcome) => {
      answered.push(outcome);
      options.onRequest?.(outcome);
    },
  });
  const cloud = connectTo(local.url);
  return {
    local,
    cloud,
    answered,
    folder,
    count: (operation) => answered.filter((outcome) => outcome.operation === operation).length,
    [Symbol.asyncDispose]: async () => {
      await cloud.close();
      await local.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const connectTo = (endpoint: string, region = REGION): ConnectedCloud =>
  connect({ endpoint, region, credentials: LOCAL_CREDENTIALS });

/** Takes what an async generator yields and returns. */
export async function drain<Event, Result>(
  work: AsyncGenerator<Event, Result>,
): Promise<{ readonly events: readonly Event[]; readonly result: Result }> {
  const events: Event[] = [];
  for (;;) {
    const next = await work.next();
    if (next.done) return { events, result: next.value };
    events.push(next.value);
  }
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Writes files below `folder`, with their folders. */
export async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
  }
}
