import type { Readable } from 'node:stream';
import { JobFailure } from './job-failure.ts';

/** Bytes of one line. Far above what 32k tokens can take; bounds the memory of reading a file that is not JSON Lines. */
const MAXIMUM_LINE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** One line of a dataset file. */
export interface DatasetLine {
  /** 1-based, blank lines counted. */
  readonly number: number;
  readonly text: string;
}

/**
 * Non-blank lines of a file, one in memory at a time.
 * @param file name for messages.
 * @param maximumBytes of one line. Default 4 MiB.
 * @throws JobFailure for a line beyond that or one that is not UTF-8.
 */
export async function* datasetLines(
  stream: Readable,
  file: string,
  maximumBytes = MAXIMUM_LINE_BYTES,
): AsyncGenerator<DatasetLine> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let number = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      number += 1;
      const line = decode([...rest, chunk.subarray(start, end)], file, number);
      if (line.text !== '') yield line;
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
    restBytes += chunk.length - start;
    if (restBytes > maximumBytes) {
      throw new JobFailure(`Input size exceeded in file ${file} for record starting at line ${number + 1}`);
    }
  }
  const last = decode(rest, file, number + 1);
  if (last.text !== '') yield last;
}

function decode(parts: readonly Buffer[], file: string, number: number): DatasetLine {
  try {
    return { number, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)).trim() };
  } catch {
    throw new JobFailure(
      `Unable to parse Amazon S3 file: ${file}. Data files must conform to JSONL format. Line ${number} is not UTF-8.`,
    );
  }
}
