import { parseS3Uri } from '../lib/s3-uri.ts';
import type { Finding } from '../model/finding.ts';
import { findTrainableModel } from '../model/nova.ts';
import type { Cloud } from '../ports/cloud.ts';
import { type TrainingFile, validateFiles, validateRecords } from '../validate/index.ts';
import type { DoctorInput, DoctorOptions } from './input.ts';

/** What the records tell, as far as they were read. */
export interface TrainingDataLook {
  readonly findings: readonly Finding[];
  /** Rows of both files that were read. */
  readonly rows: number;
  /** Whether all rows were read: large files are judged by their beginning. */
  readonly complete: boolean;
  /** URIs of the media that the rows name, each once. */
  readonly media: readonly string[];
}

const DEFAULT_MOST_BYTES = 32 * 1024 * 1024;
/** What can only be said of whole files. */
const OF_WHOLE_FILES = new Set(['row-count-min', 'last-line-end']);

interface Beginning {
  readonly file: TrainingFile;
  readonly bytes: Buffer;
  readonly complete: boolean;
}

/**
 * Reads the files that the input names, or their first `mostBytes`, and judges them by the rules of validation. Memory: that many bytes of each.
 * @returns undefined when no training file is named, or one of the files is not there.
 */
export async function readTrainingData(
  input: DoctorInput,
  { mostBytes = DEFAULT_MOST_BYTES }: DoctorOptions,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<TrainingDataLook | undefined> {
  const { trainingDataUri, validationDataUri } = input;
  if (trainingDataUri === undefined) return undefined;
  const files: TrainingFile[] = [{ path: trainingDataUri, split: 'train' }];
  if (validationDataUri !== undefined) files.push({ path: validationDataUri, split: 'validation' });
  const beginnings: Beginning[] = [];
  for (const file of files) {
    const beginning = await readBeginning(file, mostBytes, cloud, signal);
    if (beginning === undefined) return undefined;
    beginnings.push(beginning);
  }
  const complete = beginnings.every((file) => file.complete);
  const judged = complete ? await judgeWhole(files, input, cloud, signal) : await judgeBeginnings(beginnings, input);
  return { ...judged, complete, media: [...new Set(beginnings.flatMap(({ bytes }) => [...mediaIn(bytes)]))] };
}

async function readBeginning(
  file: TrainingFile,
  mostBytes: number,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<Beginning | undefined> {
  const address = parseS3Uri(file.path);
  if (address === undefined || !file.path.endsWith('.jsonl')) return undefined;
  const { bucket, key } = address;
  const found = await cloud.objects.head(bucket, key, signal);
  if (found === undefined) return undefined;
  const complete = found.size <= mostBytes;
  const body = await cloud.objects.get(bucket, key, signal, complete ? undefined : { start: 0, end: mostBytes });
  if (body === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk as Uint8Array);
  const bytes = Buffer.concat(chunks);
  return { file, complete, bytes: complete ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1) };
}

/** The rules need a model they know; another one is the business of the check of the model. */
const rulesOf = ({ baseModel, method }: DoctorInput) => {
  const model = baseModel === undefined ? undefined : findTrainableModel(baseModel)?.name;
  return { ...(model !== undefined && { model }), ...(method !== undefined && { method }) };
};

async function judgeWhole(files: readonly TrainingFile[], input: DoctorInput, cloud: Cloud, signal: AbortSignal) {
  const findings: Finding[] = [];
  const { records } = await drainInto(
    findings,
    validateFiles(files, { store: cloud.objects, signal, ...rulesOf(input) }),
  );
  return { findings, rows: records };
}

async function judgeBeginnings(beginnings: readonly Beginning[], input: DoctorInput) {
  const findings: Finding[] = [];
  let rows = 0;
  for (const { file, bytes } of beginnings) {
    const options = { file: file.path, split: file.split, ...rulesOf(input) };
    const bucket = parseS3Uri(file.path)?.bucket;
    const { records } = await drainInto(
      findings,
      validateRecords([bytes], { ...options, ...(bucket !== undefined && { bucket }) }),
    );
    rows += records;
  }
  return { findings: findings.filter(({ code }) => !OF_WHOLE_FILES.has(code)), rows };
}

async function drainInto<Result>(findings: Finding[], work: AsyncGenerator<Finding, Result>): Promise<Result> {
  for (;;) {
    const next = await work.next();
    if (next.done) return next.value;
    findings.push(next.value);
  }
}

/** `s3Location.uri` of text models' media, `image-ref` of Canvas. */
function* mediaIn(bytes: Buffer): Generator<string> {
  for (const line of bytes.toString('utf8').split('\n')) {
    try {
      yield* urisIn(JSON.parse(line));
    } catch {
      // A line that is no JSON is a finding of validation.
    }
  }
}

function* urisIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') yield* urisIn(member);
    else if ((name === 'uri' || name === 'image-ref') && parseS3Uri(member)) yield member;
  }
}
