import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Page, type PageReader, UnreadableImageError } from '../../../pages/index.ts';
import { createBatchAnswerer } from '../../bedrock-runtime/index.ts';
import { openServiceMetrics } from '../../cloudwatch/index.ts';
import { openEventBus } from '../../events/index.ts';
import type { JobFaults } from '../../faults/fault-switches.ts';
import { createIamService, openRoleAuthority } from '../../iam/index.ts';
import { openObjectStore, type S3Store } from '../../s3/index.ts';
import type { OperationContext } from '../../service/operation.ts';
import { DEFAULT_SETTINGS } from '../../settings.ts';
import { openTopics } from '../../sns/index.ts';
import { createSteppedClock, type SteppedClock } from '../../state/clock.ts';
import { openDatabase } from '../../state/database.ts';
import type { Cloud, CloudSettings } from '../../state/ports.ts';
import { type BedrockService, createBedrockService } from '../bedrock-service.ts';

export const ACCOUNT = '111122223333';
export const BUCKET = 'documents';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/NovaTune`;

/** A Bedrock on a real database, object store and IAM; only pages are answered from a table instead of being read. */
export interface TestBedrock {
  readonly cloud: Cloud;
  readonly clock: SteppedClock;
  readonly objects: S3Store;
  readonly service: BedrockService;
  /** Pages by the SHA-256 of their image; other images are unreadable. */
  readonly pages: Map<string, Page>;
  /** Lines of the cloud's log. */
  readonly logged: string[];
  /** Calls an operation as the wire does, with input that it would have checked. */
  call<Output>(operation: string, input?: object, by?: Partial<Scope>): Promise<Output>;
  iam(operation: string, input: object): Promise<unknown>;
  /** Moves time on until `condition` holds; fails after some seconds of real time. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** Ends as a killed process would, as far as the database can tell. */
  close(): Promise<void>;
}

interface Scope {
  readonly accountId: string;
  readonly region: string;
}

/** @param folder of an earlier cloud, to see what survives. Default: a new one. */
export async function openTestBedrock(
  settings: Partial<CloudSettings> = {},
  folder = mkdtempSync(join(tmpdir(), 'novatune-bedrock-')),
  faults?: JobFaults,
): Promise<TestBedrock> {
  const clock = createSteppedClock();
  const ending = new AbortController();
  const pages = new Map<string, Page>();
  const logged: string[] = [];
  const database = openDatabase(join(folder, 'cloud.db'));
  const foundations = {
    settings: { ...DEFAULT_SETTINGS, rolePropagationMs: 0, jobPhaseMs: 100, ...settings },
    clock,
    database,
    folder,
    signal: ending.signal,
    log: (event: string, details: object = {}) => logged.push(`${event} ${JSON.stringify(details)}`),
  };
  const objects = openObjectStore(foundations);
  const cloud: Cloud = {
    ...foundations,
    objects,
    roles: openRoleAuthority(foundations),
    events: openEventBus(foundations, openTopics(foundations)),
    metrics: openServiceMetrics(foundations),
    pages: storedPages(pages),
    ...(faults && { faults }),
  };
  const service = createBedrockService(cloud, createBatchAnswerer(cloud));
  const iam = createIamService(cloud);
  const run = async (operations: BedrockService['operations'], name: string, input: object, by?: Partial<Scope>) => {
    const operation = operations[name];
    if (operation === undefined) throw new Error(`${name} is not served`);
    return operation(input as never, contextOf({ accountId: ACCOUNT, region: 'us-east-1', ...by }));
  };
  return {
    cloud,
    clock,
    objects,
    service,
    pages,
    logged,
    call: async <Output>(name: string, input: object = {}, by?: Partial<Scope>) =>
      (await run(service.operations, name, input, by)) as Output,
    iam: (name, input) => run(iam.operations, name, input),
    until: (condition) => until(clock, condition),
    close: async () => {
      ending.abort(new Error('closing'));
      await service.close();
      await objects.close();
      database.close();
    },
  };
}

/** Closes and removes everything. */
export async function discard(bedrock: TestBedrock): Promise<void> {
  await bedrock.close();
  rmSync(bedrock.cloud.folder, { recursive: true, force: true });
}

function contextOf({ accountId, region }: Scope): OperationContext {
  return {
    requestId: 'request-1',
    caller: { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, accessKeyId: 'AKIATEST' },
    region,
    endpoint: 'http://127.0.0.1:1',
    headers: {},
    signal: new AbortController().signal,
  };
}

function storedPages(pages: ReadonlyMap<string, Page>): PageReader {
  return {
    read: async (image, options) => {
      options?.signal?.throwIfAborted();
      const page = pages.get(sha256(image));
      if (page === undefined) throw new UnreadableImageError('The image is truncated.');
      return page;
    },
    close: async () => undefined,
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Milliseconds of real time before a test gives up. */
const PATIENCE_MS = 20_000;

async function until(clock: SteppedClock, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('The condition did not come true in time.');
    clock.advance(50);
    await wait(5);
  }
}
