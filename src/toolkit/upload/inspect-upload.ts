import { mapUnordered } from '../lib/map-unordered.ts';
import type { Dataset } from '../model/artifacts.ts';
import type { Cloud } from '../ports/cloud.ts';
import { checkFile, isThere, listImages } from './compare-objects.ts';
import { type BucketState, inspectBucket } from './inspect-bucket.ts';
import { planUpload } from './plan-upload.ts';
import type { UploadOptions } from './upload.ts';

/** What an upload would do. */
export interface UploadInspection {
  readonly bucket: BucketState;
  readonly prefix: string;
  /** Objects that are missing or have other content. */
  readonly missing: readonly { readonly key: string; readonly size: number }[];
  readonly bytesMissing: number;
  /** Objects that are there with the same content. */
  readonly present: number;
}

/**
 * Looks at what an upload would send, without changing anything. Files are checked against the manifest, as an upload does.
 * @throws as `upload`
 */
export async function inspectUpload(
  dataset: Dataset,
  { createBucket = false, concurrency = 8, signal }: UploadOptions,
  cloud: Pick<Cloud, 'objects' | 'identity'>,
): Promise<UploadInspection> {
  const plan = planUpload(dataset);
  const { bucket, prefix } = plan;
  const state = await inspectBucket(bucket, createBucket, cloud, signal);
  const listing = state.exists ? await listImages(cloud.objects, plan, signal) : undefined;
  const missing: { key: string; size: number }[] = [];
  let present = 0;
  const items = [...plan.images, ...plan.trainingFiles];
  const look = async (item: (typeof items)[number]) => {
    const sized = { ...item, size: (await checkFile(item, dataset.folder, signal)).size };
    const there = listing !== undefined && (await isThere(sized, bucket, listing, cloud.objects, signal));
    return { key: item.key, size: sized.size, there };
  };
  for await (const { there, ...object } of mapUnordered(items, look, { concurrency, ...(signal && { signal }) })) {
    if (there) present += 1;
    else missing.push(object);
  }
  missing.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { bucket: state, prefix, missing, bytesMissing: missing.reduce((sum, { size }) => sum + size, 0), present };
}
