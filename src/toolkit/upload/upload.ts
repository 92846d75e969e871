import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError, DataError, InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { mapOrdered } from '../lib/concurrency.ts';
import { sha256File } from '../lib/hash.ts';
import { formatS3Uri } from '../lib/s3-uri.ts';
import type { Dataset, UploadedDataset } from '../model/artifacts.ts';
import { DATASET_FILES } from '../model/dataset.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { ObjectStore } from '../ports/object-store.ts';
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
  | { readonly type: 'upload-planned'; readonly bucket: string; readonly prefix: string; readonly objects: number }
  | { readonly type: 'bucket-created'; readonly bucket: string; readonly region: string }
  | {
      readonly type: 'object-done';
      readonly key: string;
      /** False when the same content was there already. */
      readonly sent: boolean;
      readonly bytes: number;
      readonly done: number;
      readonly objects: number;
    };

/**
 * Brings a data set to where its training files point. Objects that are there with the same content are left alone, so it can be
 * repeated. The JSON Lines files go last. Memory: the store's own buffers for `concurrency` files.
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
  yield { type: 'upload-planned', bucket: plan.bucket, prefix: plan.prefix, objects };
  yield* requireBucket(plan.bucket, options, cloud);
  const send = (item: UploadItem) => sendOne(item, plan.bucket, dataset.folder, cloud.objects, signal);
  const window = { concurrency: options.concurrency ?? 8, ...(signal === undefined ? {} : { signal }) };
  let done = 0;
  let bytesSent = 0;
  for (const items of [plan.images, plan.trainingFiles]) {
    for await (const { item, sent, bytes } of mapOrdered(items, send, window)) {
      done += 1;
      if (sent) bytesSent += bytes;
      yield { type: 'object-done', key: item.key, sent, bytes, done, objects };
    }
  }
  return describe(plan, objects, bytesSent);
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

async function* requireBucket(
  bucket: string,
  { createBucket = false, tags = {}, signal }: UploadOptions,
  cloud: Pick<Cloud, 'objects' | 'identity'>,
): AsyncGenerator<UploadEvent, void, undefined> {
  const { region } = await cloud.identity(signal);
  const found = await cloud.objects.bucketRegion(bucket, signal);
  if (found === undefined && !createBucket) {
    throw new InputError('bucket-missing', `Expected the bucket ${bucket}, but it does not exist.`, {
      remedy: 'Create it, or ask for it to be created.',
    });
  }
  if (found === undefined) {
    await cloud.objects.createBucket(bucket, region, tags, signal);
    yield { type: 'bucket-created', bucket, region };
  } else if (found !== region) {
    throw new ConfigurationError(
      'bucket-region',
      `Expected the bucket ${bucket} in ${region}, where the job runs, but it is in ${found}.`,
      {
        remedy: `Use a bucket in ${region}.`,
      },
    );
  }
}

interface Sent {
  readonly item: UploadItem;
  readonly sent: boolean;
  readonly bytes: number;
}

async function sendOne(
  item: UploadItem,
  bucket: string,
  folder: string,
  objects: ObjectStore,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const path = join(folder, item.file);
  const bytes = await checkFile(item, path, signal);
  const there = await objects.head(bucket, item.key, signal);
  if (there?.sha256 === item.sha256 && there.size === bytes) return { item, sent: false, bytes };
  const { contentType, sha256 } = item;
  await objects.putFile(bucket, item.key, path, { contentType, sha256, ...(signal === undefined ? {} : { signal }) });
  return { item, sent: true, bytes };
}

/** What is sent must be what the manifest promises, since its hash stands for it from now on. */
async function checkFile(item: UploadItem, path: string, signal: AbortSignal | undefined): Promise<number> {
  const size = (await stat(path).catch(() => undefined))?.size;
  if (size !== undefined && (item.size ?? size) === size && (await sha256File(path, signal)) === item.sha256)
    return size;
  const state = size === undefined ? 'it is missing' : 'its content differs';
  throw new DataError('dataset-changed', `Expected ${path} as the manifest describes it, but ${state}.`, {
    remedy: 'Prepare the data set again.',
  });
}
