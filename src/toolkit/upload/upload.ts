import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Abortable } from '../lib/abort.ts';
import { mapUnordered } from '../lib/map-unordered.ts';
import { formatS3Uri } from '../lib/s3-uri.ts';
import type { Dataset, UploadedDataset } from '../model/artifacts.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import { isTagged } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { checkFile, isThere, type Listing, listImages } from './compare-objects.ts';
import { inspectBucket } from './inspect-bucket.ts';
import { planUpload, type UploadItem, type UploadPlan } from './plan-upload.ts';

export interface UploadOptions extends Abortable {
  /** Create the bucket, in the region of the cloud, when it does not exist. Default false: refused. */
  readonly createBucket?: boolean;
  /** Tags of a created bucket. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Files in flight at once. Default 8. */
  readonly concurrency?: number;
}

export type UploadEvent =
  | {
      readonly type: 'upload-planned';
      readonly bucket: string;
      readonly prefix: string;
      readonly objects: number /** Of all files. */;
      readonly bytes: number;
    }
  | { readonly type: 'bucket-created'; readonly bucket: string; readonly region: string }
  | {
      readonly type: 'object-done';
      readonly key: string;
      /** False when the same content was there already. */
      readonly sent: boolean;
      readonly bytes: number;
      readonly done: number;
      readonly objects: number;
      /** Bytes of all objects done so far, those that were there included. */
      readonly bytesDone: number;
    };

/**
 * Brings a data set to where its training files point. Objects that are there with the same content are left alone, so it can be
 * repeated after a kill. Every file is checked against the manifest before it is sent, and its checksum travels along for the service to check.
 * The JSON Lines files go last. Memory: `concurrency` files of up to 16 MiB each (larger ones are streamed in parts), and some 150 bytes an image.
 *
 * @throws InputError `bucket-missing`
 * @throws ConfigurationError `bucket-region`
 * @throws DataError `dataset-changed` when a file differs from the manifest
 * @throws CloudError
 */
export async function* upload(
  dataset: Dataset,
  options: UploadOptions,
  cloud: Pick<Cloud, 'objects' | 'identity'>,
): AsyncGenerator<UploadEvent, UploadedDataset, undefined> {
  const { signal } = options;
  const plan = planUpload(dataset);
  const objects = plan.images.length + plan.trainingFiles.length;
  const bytes = await measure(dataset.folder, plan);
  yield { type: 'upload-planned', bucket: plan.bucket, prefix: plan.prefix, objects, bytes };
  const state = await inspectBucket(plan.bucket, options.createBucket ?? false, cloud, signal);
  if (!state.exists) {
    await cloud.objects.createBucket(plan.bucket, state.region, options.tags ?? {}, signal);
    yield { type: 'bucket-created', bucket: plan.bucket, region: state.region };
  } else if (options.createBucket && isTagged(await cloud.objects.bucketTags(plan.bucket, signal))) {
    // An earlier process may have been killed between creating and securing it.
    await cloud.objects.secureBucket(plan.bucket, signal);
  }
  const there = { objects: cloud.objects, listing: await listImages(cloud.objects, plan, signal) };
  const send = (item: UploadItem) => sendOne(item, plan, dataset.folder, there, signal);
  const window = { concurrency: options.concurrency ?? 8, ...(signal === undefined ? {} : { signal }) };
  let done = 0;
  let bytesDone = 0;
  let bytesSent = 0;
  for (const items of [plan.images, plan.trainingFiles]) {
    for await (const { item, sent, bytes } of mapUnordered(items, send, window)) {
      done += 1;
      bytesDone += bytes;
      if (sent) bytesSent += bytes;
      yield { type: 'object-done', key: item.key, sent, bytes, done, objects, bytesDone };
    }
  }
  return describe(plan, objects, bytesSent);
}

/** Bytes of all files. A missing one counts nothing here: sending it says so. */
async function measure(folder: string, { images, trainingFiles }: UploadPlan): Promise<number> {
  let bytes = images.reduce((sum, { size = 0 }) => sum + size, 0);
  for (const { file } of trainingFiles) bytes += (await stat(join(folder, file)).catch(() => undefined))?.size ?? 0;
  return bytes;
}

/** The artifact that an upload of this data set results in. */
function describe(plan: UploadPlan, objects: number, bytesSent: number): UploadedDataset {
  const { bucket, prefix } = plan;
  const uri = (name: string) => formatS3Uri({ bucket, key: `${prefix}${name}` });
  const validation = plan.trainingFiles.some((item) => item.file === DATASET_FILES.validation);
  return {
    bucket,
    prefix,
    trainingDataUri: uri(DATASET_FILES.train),
    ...(validation ? { validationDataUri: uri(DATASET_FILES.validation) } : {}),
    outputUri: uri('output/'),
    objects,
    bytesSent,
  };
}

interface Sent {
  readonly item: UploadItem;
  readonly sent: boolean;
  readonly bytes: number;
}

async function sendOne(
  item: UploadItem,
  { bucket }: UploadPlan,
  folder: string,
  there: { readonly objects: ObjectStore; readonly listing: Listing },
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const { path, size, bytes } = await checkFile(item, folder, signal);
  const { objects, listing } = there;
  if (await isThere({ ...item, size }, bucket, listing, objects, signal)) return { item, sent: false, bytes: size };
  const { contentType, sha256 } = item;
  const options = { contentType, sha256, ...(signal === undefined ? {} : { signal }) };
  if (bytes === undefined) await objects.putFile(bucket, item.key, path, options);
  else await objects.put(bucket, item.key, bytes, options);
  return { item, sent: true, bytes: size };
}
