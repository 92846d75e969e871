import { CloudError } from '../../errors.ts';
import { parseS3Uri } from '../../lib/s3-uri.ts';
import { isTagged } from '../../model/tags.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { Candidate, ResourceUser } from '../resource.ts';
import { isOurs, runOf, type Search, type Tags, withEach } from './search.ts';

/** What lies below one folder of a bucket. */
interface Content {
  count: number;
  bytes: number;
  /** Milliseconds since the epoch. */
  newest: number;
}

/** A bucket as far as it is searched. */
interface Ground {
  readonly name: string;
  readonly createdAt?: number;
  readonly tags: Tags;
  /** Folders that are known to be ours, with a slash at the end. */
  readonly folders: readonly string[];
}

/** What Bedrock leaves beside the output of a job when it tries whether it may write there. */
const WRITE_CHECK = /(^|\/)\.write_access_check_file\.temp$/;

/** Folders of runs in buckets that novatune made. */
const RUN_FOLDER = /^runs\/([^/]+)\//;

/**
 * Objects and unfinished uploads below folders that are ours, and the buckets that we made. Ours are the folders given, and in buckets with
 * our tags `runs/<name>/`. One listing of each bucket; memory: its folders.
 * @param uris folders like `s3://bucket/prefix/`
 */
export async function findStorage(search: Search, uris: readonly string[]): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const ground of await grounds(search, uris)) candidates.push(...(await searchBucket(ground, search)));
  return candidates;
}

async function grounds(search: Search, uris: readonly string[]): Promise<Ground[]> {
  const { cloud, signal } = search;
  const made = await madeBuckets(search);
  const found = new Map<string, Ground>();
  for (const bucket of made) if (isTagged(bucket.tags)) found.set(bucket.name, { ...bucket, folders: [] });
  for (const uri of uris) {
    const { bucket: name, key } = parseS3Uri(uri) ?? { bucket: '', key: '' };
    const known = found.get(name);
    if (!known && (await cloud.objects.bucketRegion(name, signal)) === undefined) continue;
    const ground = known ?? { name, tags: await bucketTags(name, cloud, signal), folders: [] };
    found.set(name, { ...ground, folders: [...ground.folders, key] });
  }
  return [...found.values()];
}

/** Who may not list buckets can still empty folders that are known. */
async function madeBuckets(search: Search): Promise<(Omit<Ground, 'folders'> & { readonly tags: Tags })[]> {
  const { cloud, region, signal, onGap } = search;
  const look = async ({ name }: { readonly name: string }) => ({ tags: await bucketTags(name, cloud, signal) });
  try {
    return await withEach(cloud.buckets.list(region, signal), look, search);
  } catch (error) {
    if (!onGap || !(error instanceof CloudError) || error.code !== 'access-denied') throw error;
    onGap({ kinds: ['bucket'], code: error.code, reason: error.message });
    return [];
  }
}

/** A bucket whose tags may not be read is none of ours as far as we know. */
async function bucketTags(name: string, cloud: Cloud, signal: AbortSignal | undefined): Promise<Tags> {
  return cloud.objects.bucketTags(name, signal).catch((error: { readonly code?: string }) => {
    if (error.code === 'access-denied') return {};
    throw error;
  });
}

async function searchBucket(ground: Ground, search: Search): Promise<Candidate[]> {
  const { name, tags, createdAt } = ground;
  const isMade = isTagged(tags);
  const isOfRun = isOurs(ground, search);
  const folderOf = ownFolder(ground, search);
  // A bucket of another run is not searched outside the run's folders.
  const prefixes = isOfRun ? [''] : outermost(isMade ? [`runs/${search.run}/`, ...ground.folders] : ground.folders);
  const objects = new Map<string, Content>();
  const uploads = new Map<string, Content>();
  let foreign: string | undefined;
  for (const prefix of prefixes) {
    for await (const { key, size, modifiedAt = 0 } of search.cloud.objects.list(name, prefix, search.signal)) {
      const folder = folderOf(key);
      if (folder === undefined) foreign ??= key;
      else add(objects, folder, size, modifiedAt);
    }
    for await (const { key, startedAt } of search.cloud.buckets.unfinishedUploads(name, prefix, search.signal)) {
      const folder = folderOf(key);
      if (folder !== undefined) add(uploads, folder, 0, startedAt);
    }
  }
  const contents = [...contentCandidates('uploads', name, uploads), ...contentCandidates('objects', name, objects)];
  if (!isOfRun || !isMade) return contents;
  const users = contents.map(({ resource }): ResourceUser => ({ id: resource.id, label: resource.name }));
  const blocked = foreign !== undefined && {
    reason: `The bucket ${name} holds objects that no run has put there, such as ${foreign}. Delete them yourself, or name their folder with --prefix; then run cleanup again.`,
  };
  const bucket: Candidate = {
    resource: {
      kind: 'bucket',
      name,
      id: `s3://${name}/`,
      ...(createdAt !== undefined && { createdAt }),
      ...(blocked && { blocked }),
      ...runOf(tags),
    },
    users,
  };
  return [...contents, bucket];
}

/** Which of our folders a key lies in: of nested ones the outermost. */
function ownFolder({ tags, folders }: Ground, { run }: Search): (key: string) => string | undefined {
  const known = outermost(folders);
  return (key) => {
    const [runFolder, name] = (isTagged(tags) && RUN_FOLDER.exec(key)) || [];
    if (runFolder !== undefined && (run === undefined || run === name)) return runFolder;
    if (isOurs({ tags }, { run }) && WRITE_CHECK.test(key)) return known.find(holds(key)) ?? key;
    return known.find(holds(key));
  };
}

const holds = (key: string) => (folder: string) => key.startsWith(folder);

/** Without those that lie in others. */
function outermost(folders: readonly string[]): string[] {
  const unique = [...new Set(folders)];
  return unique.filter((folder) => !unique.some((other) => other !== folder && folder.startsWith(other)));
}

function add(contents: Map<string, Content>, folder: string, size: number, at: number): void {
  const content = contents.get(folder) ?? { count: 0, bytes: 0, newest: 0 };
  content.count += 1;
  content.bytes += size;
  content.newest = Math.max(content.newest, at);
  contents.set(folder, content);
}

function contentCandidates(
  kind: 'objects' | 'uploads',
  bucket: string,
  contents: ReadonlyMap<string, Content>,
): Candidate[] {
  return [...contents].map(([folder, { count, bytes, newest }]) => {
    const uri = `s3://${bucket}/${folder}`;
    const [, run] = RUN_FOLDER.exec(folder) ?? [];
    return {
      resource: {
        kind,
        name: uri,
        // Uploads and objects of one folder are two things.
        id: kind === 'uploads' ? `${uri}?uploads` : uri,
        createdAt: newest,
        bills: 'storage per month',
        count,
        ...(kind === 'objects' && { bytes }),
        ...(run !== undefined && { run }),
      },
    };
  });
}
