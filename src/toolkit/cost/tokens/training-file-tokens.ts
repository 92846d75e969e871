import { ANY_IMAGE_TOKENS } from '../../lib/image-token-range.ts';
import { splitLines } from '../../lib/json-lines.ts';
import { textTokenRange } from '../../lib/text-token-range.ts';
import type { TokenCount } from './token-count.ts';

export interface TrainingFileTokens {
  readonly records: number;
  readonly images: number;
  /** Of one pass over the file. */
  readonly tokens: TokenCount;
}

/** Tokens of the shortest and the longest video. https://docs.aws.amazon.com/nova/latest/userguide/modalities-video.html */
const VIDEO_TOKENS = { low: 288, high: 276_480 };
/** Members whose texts the model does not read. */
const NOT_READ = new Set(['schemaVersion', 'role', 'format', 'uri', 'bucketOwner', 'bytes', 'source', 'name']);

/**
 * Estimates the tokens of a training file. Images lie elsewhere, so each takes anything between the smallest and the largest published size.
 * Memory: one line.
 */
export async function trainingFileTokens(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<TrainingFileTokens> {
  const decoder = new TextDecoder();
  const tally: Tally = { low: 0, high: 0, images: 0, documents: 0 };
  let [records, unreadable] = [0, 0];
  for await (const { bytes, tooLong, length } of splitLines(chunks)) {
    const record = tooLong ? undefined : parse(decoder.decode(bytes));
    if (record === undefined) unreadable += length > 0 ? 1 : 0;
    else {
      records += 1;
      count(record, tally);
    }
  }
  const gaps = [
    ...(unreadable > 0 ? [`${unreadable} lines that are no records`] : []),
    ...(tally.documents > 0 ? [`${tally.documents} embedded documents`] : []),
  ];
  const { low, high, images } = tally;
  const uncounted = gaps.length === 0 ? {} : { uncounted: `without ${gaps.join(' and ')}` };
  return { records, images, tokens: { low, high, ...uncounted } };
}

interface Tally {
  low: number;
  high: number;
  images: number;
  documents: number;
}

/** Adds whatever the model reads below a value. */
function count(value: unknown, tally: Tally): void {
  if (typeof value === 'string') add(textTokenRange(value), tally);
  else if (Array.isArray(value)) for (const item of value) count(item, tally);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) countMember(name, member, tally);
  }
}

function countMember(name: string, member: unknown, tally: Tally): void {
  const isMedia = typeof member === 'object' && member !== null && 'source' in member;
  if (isMedia && name === 'image') {
    tally.images += 1;
    add(ANY_IMAGE_TOKENS, tally);
  } else if (isMedia && name === 'video') add(VIDEO_TOKENS, tally);
  else if (isMedia && name === 'document') tally.documents += 1;
  else if (!NOT_READ.has(name)) count(member, tally);
}

function add({ low, high }: { readonly low: number; readonly high: number }, tally: Tally): void {
  tally.low += low;
  tally.high += high;
}

function parse(line: string): object | undefined {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null ? record : undefined;
  } catch {
    return undefined; // Counted as a line that is no record.
  }
}
