import { InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { isTagged } from '../model/tags.ts';
import type { Cloud } from '../ports/cloud.ts';

export const RESOURCE_KINDS = ['job', 'throughput', 'deployment', 'model', 'role', 'objects', 'bucket'] as const;
/** In the order of deletion: what uses something goes before what is used. */
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** One thing in the cloud that novatune made. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly name: string;
  /** ARN or `s3://` URI. */
  readonly id: string;
  /** What it costs while it stays, in words; absent when it costs nothing. */
  readonly bills?: string;
}

export interface FindOptions extends Abortable {
  /** Only this run's resources. Absent: everything that novatune made. */
  readonly run?: string;
  /** Prefixes known to belong to the run, `s3://bucket/prefix/`. Looked at only inside buckets that carry our tags, or when named here. */
  readonly prefixes?: readonly string[];
}

/**
 * Finds everything tagged as made by novatune, in the order in which it can be deleted. Never yields a resource without our tags.
 * S3 objects count as ours when their prefix was given, because S3 objects of a shared bucket carry no bucket tag.
 */
export async function* findResources(options: FindOptions, cloud: Cloud): AsyncGenerator<Resource> {
  const { run, signal } = options;
  const ours = async (arn: string) => isTagged(await cloud.customizer.tags(arn, signal), run);

  for await (const job of cloud.customizer.listJobs({ status: 'InProgress' }, signal)) {
    if (await ours(job.jobArn))
      yield { kind: 'job', name: job.jobName, id: job.jobArn, bills: 'training tokens while it runs' };
  }
  for (const host of [cloud.throughput, cloud.deployments]) {
    for await (const endpoint of host.list({}, signal)) {
      if (!(await ours(endpoint.arn))) continue;
      const bills = host.kind === 'throughput' ? 'per model unit and hour, idle or not' : undefined;
      yield { kind: host.kind, name: endpoint.name, id: endpoint.arn, ...(bills && { bills }) };
    }
  }
  for await (const model of cloud.customizer.listModels({}, signal)) {
    if (await ours(model.modelArn))
      yield { kind: 'model', name: model.modelName, id: model.modelArn, bills: 'storage per month' };
  }
  for await (const { name, arn } of cloud.roles.list(signal)) {
    const role = await cloud.roles.get(name, signal);
    if (role && isTagged(role.tags, run)) yield { kind: 'role', name, id: arn };
  }
  yield* findStorage(options, cloud);
}

async function* findStorage({ run, prefixes = [], signal }: FindOptions, cloud: Cloud): AsyncGenerator<Resource> {
  const buckets = new Set<string>();
  for (const uri of prefixes) {
    const { bucket, prefix } = requirePrefix(uri);
    if ((await cloud.objects.bucketRegion(bucket, signal)) === undefined) continue;
    buckets.add(bucket);
    if (await hasObjects(bucket, prefix, cloud, signal))
      yield { kind: 'objects', name: uri, id: uri, bills: 'storage per month' };
  }
  for (const bucket of buckets) {
    if (isTagged(await cloud.objects.bucketTags(bucket, signal), run))
      yield { kind: 'bucket', name: bucket, id: `s3://${bucket}/` };
  }
}

/** Everything below a prefix goes, so it must be a folder of a bucket: `runs/a` would take `runs/abc` along, and no prefix the whole bucket. */
function requirePrefix(uri: string): { readonly bucket: string; readonly prefix: string } {
  const address = splitPrefix(uri);
  if (uri.startsWith('s3://') && address.bucket !== '' && /[^/]\/$/.test(address.prefix)) return address;
  throw new InputError(
    'prefix-invalid',
    `Expected a prefix to empty like s3://bucket/runs/name/, got ${JSON.stringify(uri)}.`,
    {
      remedy: 'Name a folder of the bucket, with a slash at its end.',
    },
  );
}

async function hasObjects(
  bucket: string,
  prefix: string,
  cloud: Cloud,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for await (const _object of cloud.objects.list(bucket, prefix, signal)) return true;
  return false;
}

/** `s3://bucket/a/b/` → bucket and `a/b/`. */
export function splitPrefix(uri: string): { readonly bucket: string; readonly prefix: string } {
  const [bucket = '', ...rest] = uri.replace(/^s3:\/\//, '').split('/');
  return { bucket, prefix: rest.join('/') };
}
