import { requireS3Uri } from '../lib/require-s3-uri.ts';
import { parseS3Uri } from '../lib/s3-uri.ts';
import type { Cloud } from '../ports/cloud.ts';
import { openTrainingLines } from './training-lines.ts';

/** What a training file tells about the job that is to use it. */
export interface TrainingDataScan {
  readonly rows: number;
  /** Folders of the media that the rows name, `s3://bucket/prefix/`, none inside another. At most 20: nearer folders are given up for theirs. */
  readonly mediaPrefixes: readonly string[];
}

const MOST_PREFIXES = 20;
/** Folders kept while scanning, before they are given up for theirs. */
const MOST_KEPT = 1000;

/**
 * Counts the rows of a training file in S3 and finds where their media lie. Streams: one row and at most 1,000 prefixes in memory.
 * Rows that are no JSON are counted and otherwise left to validation.
 * @throws {DataError} `data-missing`, `line-too-long`
 */
export async function scanTrainingData(uri: string, cloud: Cloud, signal?: AbortSignal): Promise<TrainingDataScan> {
  const { rows } = await openTrainingLines(uri, cloud, signal);
  let folders = new Set<string>();
  let count = 0;
  for await (const row of rows()) {
    count += 1;
    for (const media of mediaUris(parse(row))) folders.add(folderOf(media));
    if (folders.size > MOST_KEPT) folders = new Set(fewer([...folders], MOST_PREFIXES));
  }
  return { rows: count, mediaPrefixes: fewer([...folders], MOST_PREFIXES) };
}

function parse(row: Buffer): unknown {
  try {
    return JSON.parse(row.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `s3Location.uri` of text models' media, `image-ref` of Canvas. */
function* mediaUris(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') yield* mediaUris(member);
    else if ((name === 'uri' || name === 'image-ref') && parseS3Uri(member)) yield member;
  }
}

/** `s3://b/a/x.png` → `s3://b/a/` */
export const folderOf = (uri: string): string => {
  const { bucket, key } = requireS3Uri(uri);
  return `s3://${bucket}/${key.slice(0, key.lastIndexOf('/') + 1)}`;
};

/** Folders that hold all the given ones, none inside another; the deepest are given up for theirs until there are no more than `most`. */
function fewer(folders: readonly string[], most: number): readonly string[] {
  let kept = withoutInner(folders);
  for (let deepest = Math.max(0, ...kept.map(depth)); kept.length > most && deepest > 0; deepest -= 1) {
    kept = withoutInner(kept.map((folder) => (depth(folder) === deepest ? folder.replace(/[^/]*\/$/, '') : folder)));
  }
  return kept;
}

/** Folders below the bucket. */
const depth = (folder: string): number => folder.split('/').length - 4;

/** Sorted, so what is inside a folder comes after it. */
export function withoutInner(folders: readonly string[]): string[] {
  const outer: string[] = [];
  for (const folder of [...new Set(folders)].sort()) {
    const last = outer.at(-1);
    if (last === undefined || !folder.startsWith(last)) outer.push(folder);
  }
  return outer;
}
