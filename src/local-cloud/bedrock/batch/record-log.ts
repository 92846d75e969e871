import { createReadStream, existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from '../../state/ports.ts';
import { idOf } from '../arn.ts';

const NEWLINE = 0x0a;

/** What is known of the records that have been answered. */
export interface RecordSums {
  success: number;
  error: number;
  inputTokens: number;
  outputTokens: number;
}

export const noRecords = (): RecordSums => ({ success: 0, error: 0, inputTokens: 0, outputTokens: 0 });

/** The answers to one input file, one line per record in the order of the input, kept until the job ends. */
export interface RecordLog {
  readonly file: string;
  /** Records that an earlier process has answered. */
  readonly answered: RecordSums;
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

function batchesFolder(cloud: Cloud): string {
  return join(cloud.folder, 'bedrock', 'batch');
}

/** Folder of one job's files inside the cloud's own. */
function batchFolder(cloud: Cloud, jobArn: string): string {
  return join(batchesFolder(cloud), idOf(jobArn));
}

/** Removes the folders of jobs that ended just before their process was killed. */
export function sweepBatchFolders(cloud: Cloud, unfinished: readonly string[]): void {
  const folder = batchesFolder(cloud);
  if (!existsSync(folder)) return;
  const kept = new Set(unfinished.map(idOf));
  for (const entry of readdirSync(folder)) {
    if (!kept.has(entry)) rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

export async function removeBatchFolder(cloud: Cloud, jobArn: string): Promise<void> {
  await rm(batchFolder(cloud, jobArn), { recursive: true, force: true });
}

/** Opens the log of one input file, cutting off a line that a killed process left half-written. */
export async function openRecordLog(cloud: Cloud, jobArn: string, index: number): Promise<RecordLog> {
  const folder = batchFolder(cloud, jobArn);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${index}.jsonl`);
  const answered = existsSync(file) ? await takeStock(file) : noRecords();
  const handle = await open(file, 'a');
  return {
    file,
    answered,
    append: async (line) => {
      await handle.appendFile(`${line}\n`);
    },
    close: () => handle.close(),
  };
}

async function takeStock(file: string): Promise<RecordSums> {
  const sums = noRecords();
  let rest: Buffer[] = [];
  let whole = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = Buffer.concat([...rest, chunk.subarray(start, end)]);
      addLine(sums, line.toString('utf8'));
      whole += line.length + 1;
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  }
  await truncate(file, whole);
  return sums;
}

function addLine(sums: RecordSums, line: string): void {
  const { error, modelOutput } = JSON.parse(line) as {
    readonly error?: object;
    readonly modelOutput?: { readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number } };
  };
  if (error) sums.error += 1;
  else sums.success += 1;
  sums.inputTokens += modelOutput?.usage?.inputTokens ?? 0;
  sums.outputTokens += modelOutput?.usage?.outputTokens ?? 0;
}
