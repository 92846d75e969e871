import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type Clock, systemClock } from '../../state/clock.ts';
import { type Database, openDatabase } from '../../state/database.ts';
import { type TestCloud, withServices } from '../../testing/with-local-cloud.ts';
import { createS3Service } from '../service.ts';
import { type BlobFiles, openBlobFiles } from '../store/blob-files.ts';
import { openObjectStore, type S3Store } from '../store/object-store.ts';

export interface TestStore {
  readonly store: S3Store;
  readonly database: Database;
  /** Of the cloud; S3's files are below `s3`. */
  readonly folder: string;
  /** Events written to the cloud's log. */
  readonly events: string[];
  /** Closes the store; the folder goes with it unless told to stay. */
  close(options?: { readonly keepFolder?: boolean }): Promise<void>;
}

export interface TestStoreOptions {
  /** Default: a new temporary folder. */
  readonly folder?: string;
  readonly clock?: Clock;
  /** Puts something between the store and the disk. */
  readonly files?: (disk: BlobFiles) => BlobFiles;
}

/** An S3 store on a folder of its own. */
export function openTestStore(options: TestStoreOptions = {}): TestStore {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'novatune-s3-'));
  const database = openDatabase(join(folder, 'cloud.db'));
  const events: string[] = [];
  const store = openObjectStore({
    database,
    folder,
    clock: options.clock ?? systemClock,
    log: (event) => void events.push(event),
    ...(options.files && { files: options.files(openBlobFiles(join(folder, 's3'))) }),
  });
  return {
    store,
    database,
    folder,
    events,
    close: async ({ keepFolder = false } = {}) => {
      await store.close();
      database.close();
      if (!keepFolder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Puts many objects at once, all with the bytes of one, which is itself among them. */
export async function fillBucket(
  { store, database }: TestStore,
  bucket: string,
  keys: readonly string[],
): Promise<void> {
  const [first = '', ...rest] = keys;
  await store.write(bucket, first, 'x', 'text/plain');
  const object = store.objects.get(bucket, first);
  if (!object) throw new Error(`${first} was not written`);
  database.transaction(() => {
    for (const key of rest) store.objects.put({ ...object, key });
  });
}

export type TestS3 = TestStore & {
  readonly url: string;
  readonly config: TestCloud['config'];
  /** A client with each call tried once; destroyed with the rest. */
  client(config?: S3ClientConfig): S3Client;
};

/** S3 alone behind a real server. */
export async function withS3(options: TestStoreOptions = {}): Promise<TestS3> {
  const test = openTestStore(options);
  const server = await withServices([createS3Service(test.store)]);
  const clients: S3Client[] = [];
  return {
    ...test,
    url: server.url,
    config: server.config,
    client: (config = {}) => {
      const client = new S3Client({ ...server.config, maxAttempts: 1, ...config });
      clients.push(client);
      return client;
    },
    close: async (closing) => {
      for (const client of clients) client.destroy();
      await server.close();
      await test.close(closing);
    },
  };
}
