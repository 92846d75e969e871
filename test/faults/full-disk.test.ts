import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlobFiles, createS3Service } from '../../src/local-cloud/s3/index.ts';
import { openTestStore, type TestStore } from '../../src/local-cloud/s3/testing/with-s3.ts';
import { type TestCloud, withServices } from '../../src/local-cloud/testing/with-local-cloud.ts';
import { type Cloud, imageFolder, prepare, readDataset, upload } from '../../src/toolkit/index.ts';
import { ACCOUNT, collect, connectTo, drain, REGION } from '../support/rehearsal.ts';
import { sampleRun } from '../support/sample-run.ts';

/** Bytes that still fit; the disk of a real machine cannot be filled in a test. */
let room = Number.POSITIVE_INFINITY;

function fillingDisk(disk: BlobFiles): BlobFiles {
  return {
    ...disk,
    create: async () => {
      const writer = await disk.create();
      return {
        ...writer,
        write: async (chunks) => {
          room -= chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
          if (room < 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
          await writer.write(chunks);
        },
      };
    },
  };
}

describe('an upload to a cloud whose disk fills up', () => {
  let store: TestStore;
  let server: TestCloud;
  let cloud: Pick<Cloud, 'objects' | 'identity'>;
  beforeAll(async () => {
    store = openTestStore({ files: fillingDisk });
    server = await withServices([createS3Service(store.store)]);
    const identity = { accountId: ACCOUNT, callerArn: '', region: REGION, rehearsal: true };
    cloud = { objects: connectTo(server.url).objects, identity: async () => identity };
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  it('says so, keeps what was sent, and sends only the rest when there is room again', async () => {
    const recipe = await sampleRun(store.folder);
    if (recipe.source.kind !== 'image-folder') throw new Error('expected a folder of images');
    const folder = join(store.folder, 'dataset');
    const s3 = { bucket: recipe.bucket, prefix: 'data', bucketOwner: ACCOUNT };
    await drain(prepare(imageFolder(recipe.source.folder), { folder, name: 'pages', task: recipe.task, s3 }));
    const dataset = await readDataset(folder);
    const options = { createBucket: true, concurrency: 1 };
    const images = dataset.manifest.documents.filter(({ split }) => split !== 'test');
    const [first, second] = images;
    room = (first?.bytes ?? 0) + (second?.bytes ?? 0);

    await expect(drain(upload(dataset, options, cloud))).rejects.toMatchObject({
      name: 'CloudError',
      code: 'service-unavailable',
      serviceCode: 'InternalError',
      status: 500,
      retryable: true,
    });
    const kept = await collect(cloud.objects.list(recipe.bucket, ''));
    expect(kept.map(({ key }) => key)).toEqual([`data/${first?.image}`, `data/${second?.image}`].sort());

    room = Number.POSITIVE_INFINITY;
    const { events, result } = await drain(upload(dataset, options, cloud));
    const sent = events.flatMap((event) => (event.type === 'object-done' && event.sent ? [event.key] : []));
    expect(sent).toHaveLength(result.objects - 2);
    expect(await collect(cloud.objects.list(recipe.bucket, ''))).toHaveLength(result.objects);
  });
});
