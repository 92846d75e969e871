import { createHash } from 'node:crypto';
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../src/local-cloud/index.ts';
import {
  type ConnectedCloud,
  type Dataset,
  inspectUpload,
  type UploadEvent,
  type UploadOptions,
  upload,
} from '../../src/toolkit/index.ts';
import { connectTo, openRehearsal, REGION, type Rehearsal } from '../support/rehearsal.ts';
import { writeDataset } from './small-dataset.ts';

/** The whole step over the real adapter: what arrives, what is sent again, what a bucket is like. */
describe('upload to the local cloud', () => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await openRehearsal();
  });
  afterAll(() => rehearsal[Symbol.asyncDispose]());

  let serial = 0;
  const prepare = async (options?: Parameters<typeof writeDataset>[2]) => {
    serial += 1;
    const bucket = `upload-${process.pid}-${serial}`;
    return { bucket, dataset: await writeDataset(join(rehearsal.folder, bucket), bucket, options) };
  };
  const run = async (dataset: Dataset, options: UploadOptions, cloud: ConnectedCloud = rehearsal.cloud) => {
    const events: UploadEvent[] = [];
    const work = upload(dataset, options, cloud);
    let step = await work.next();
    for (; step.done !== true; step = await work.next()) events.push(step.value);
    return { uploaded: step.value, events };
  };
  const contentOf = async (bucket: string, key: string) => {
    const body = await rehearsal.cloud.objects.get(bucket, key);
    return (
      body &&
      createHash('sha256')
        .update(await buffer(body))
        .digest('hex')
    );
  };

  it('creates a bucket that is closed to the public and to clear text, with tags', async () => {
    const { bucket, dataset } = await prepare();
    await run(dataset, { createBucket: true, tags: { team: 'mail room' } });
    const s3 = new S3Client({
      endpoint: rehearsal.local.url,
      region: REGION,
      forcePathStyle: true,
      credentials: LOCAL_CREDENTIALS,
    });
    const blocked = await s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
    expect(blocked.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(JSON.parse(Policy).Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]);
    const { TagSet } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    expect(TagSet).toEqual([{ Key: 'team', Value: 'mail room' }]);
    s3.destroy();
  });

  it('brings every byte there and says how far it is', async () => {
    const { bucket, dataset } = await prepare();
    const { uploaded, events } = await run(dataset, { createBucket: true });
    const size = dataset.manifest.documents.reduce((sum, { bytes }) => sum + bytes, '{"training":true}\n'.length);
    expect(uploaded).toMatchObject({ objects: 7, bytesSent: size });
    expect(events[0]).toMatchObject({ type: 'upload-planned', objects: 7, bytes: size });
    expect(events.at(-1)).toMatchObject({ type: 'object-done', done: 7, bytesDone: size, key: 'pages/train.jsonl' });
    for (const { image, sha256 } of dataset.manifest.documents)
      expect(await contentOf(bucket, `pages/${image}`)).toBe(sha256);
  });

  it('goes on after an interruption and sends nothing twice', async () => {
    const { dataset } = await prepare({ images: 12 });
    const before = rehearsal.count('PutObject');
    const aborter = new AbortController();
    const work = upload(dataset, { createBucket: true, concurrency: 2, signal: aborter.signal }, rehearsal.cloud);
    let seen = 0;
    await expect(async () => {
      for await (const event of work) {
        if (event.type === 'object-done') seen += 1;
        if (seen === 4) aborter.abort(new Error('enough'));
      }
    }).rejects.toThrow('enough');
    await run(dataset, {});
    // A request that was cut off while it was sent may have been counted by the service.
    const sent = rehearsal.count('PutObject') - before;
    expect(sent).toBeGreaterThanOrEqual(13);
    expect(sent).toBeLessThanOrEqual(15);
    const again = await run(dataset, {});
    expect(again.uploaded.bytesSent).toBe(0);
    expect(rehearsal.count('PutObject') - before).toBe(sent);
  });

  it('says what it would send without sending', async () => {
    const { dataset } = await prepare();
    const before = rehearsal.answered.length;
    const empty = await inspectUpload(dataset, { createBucket: true }, rehearsal.cloud);
    expect(empty).toMatchObject({ bucket: { exists: false, region: REGION }, present: 0 });
    expect(empty.missing).toHaveLength(7);
    const asked = new Set(rehearsal.answered.slice(before).map(({ operation }) => operation));
    expect(asked).toEqual(new Set(['GetCallerIdentity', 'HeadBucket']));
    await run(dataset, { createBucket: true });
    const full = await inspectUpload(dataset, {}, rehearsal.cloud);
    expect(full).toMatchObject({ missing: [], bytesMissing: 0, present: 7 });
  });

  it('sends large files in parts', async () => {
    const train = `${JSON.stringify({ text: 'x'.repeat(1000) })}\n`.repeat(18_000);
    const { bucket, dataset } = await prepare({ images: 1, train });
    const before = rehearsal.count('UploadPart');
    await run(dataset, { createBucket: true });
    expect(rehearsal.count('UploadPart') - before).toBeGreaterThanOrEqual(2);
    expect(await contentOf(bucket, 'pages/train.jsonl')).toBe(dataset.manifest.files['train.jsonl']);
    expect((await run(dataset, {})).uploaded.bytesSent).toBe(0);
  });

  it('names both regions when the bucket is elsewhere', async () => {
    const { bucket, dataset } = await prepare();
    const elsewhere = connectTo(rehearsal.local.url, 'eu-west-1');
    await elsewhere.objects.createBucket(bucket, 'eu-west-1', {});
    await elsewhere.close();
    await expect(run(dataset, {})).rejects.toMatchObject({
      code: 'bucket-region',
      message: expect.stringMatching(/us-east-1.*eu-west-1/),
    });
  });

  it('leaves no object behind whose bytes were damaged on the way', async () => {
    const { bucket, dataset } = await prepare({ images: 1 });
    await rehearsal.cloud.objects.createBucket(bucket, REGION, {});
    const wire = await openNoisyWire(rehearsal.local.url, 'an image', 'en image');
    const cloud = connectTo(wire.url, REGION);
    await expect(run(dataset, {}, cloud)).rejects.toMatchObject({ family: 'service' });
    await cloud.close();
    await wire.close();
    const [image] = dataset.manifest.documents;
    expect(await rehearsal.cloud.objects.head(bucket, `pages/${image?.image}`)).toBeUndefined();
    await run(dataset, {});
    expect(await contentOf(bucket, `pages/${image?.image}`)).toBe(image?.sha256);
  });
});

/** A relay in front of the cloud that damages what is sent: same length, other letters. */
async function openNoisyWire(target: string, from: string, to: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connectSocket(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    near.on('data', (data) => far.write(Buffer.from(data.toString('latin1').replaceAll(from, to), 'latin1')));
    near.on('end', () => far.end());
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected the relay to have a port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
