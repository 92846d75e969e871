import { createHash } from 'node:crypto';
import type { ImageFormat } from '../model/example.ts';
import type { Prompts } from '../model/task.ts';
import type { BatchShape } from '../ports/batch-jobs.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';

/** One question of a job. Documents with the same image share one: it is paid once. */
export interface BatchRecord {
  readonly recordId: string;
  /** Resume key of the predictions that its answer becomes. */
  readonly key: string;
  /** Ids in the data set. */
  readonly documents: readonly string[];
  /** Absolute path. */
  readonly image: string;
  readonly format: ImageFormat;
  /** Bytes of the image. */
  readonly bytes: number;
  /** Of the image, hex. */
  readonly sha256: string;
}

/** What is asked about every image, and in which form. */
export interface BatchQuestion {
  readonly prompts: Prompts;
  readonly parameters: InferenceParameters;
  readonly shape: BatchShape;
}

/** Where a record finds its image. */
export type ImageSource = { readonly bytes: Uint8Array } | { readonly uri: string };

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** As in AWS's examples. */
const ID_LENGTH = 11;

/** Record id from the hash of the question: the same question has the same id in every job. Pure. */
export function recordIdOf(key: string): string {
  const digest = createHash('sha256').update(key).digest();
  // 256 is no multiple of 36: the bias costs a fraction of a bit.
  return [...digest.subarray(0, ID_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** One line of an input file, without its line end. Pure. */
export function recordLine(
  { recordId, format }: Pick<BatchRecord, 'recordId' | 'format'>,
  source: ImageSource,
  question: BatchQuestion,
): string {
  return JSON.stringify({ recordId, modelInput: modelInput(format, source, question) });
}

function modelInput(format: ImageFormat, source: ImageSource, { prompts, parameters, shape }: BatchQuestion): object {
  const { maxTokens, temperature, topP, topK } = parameters;
  const place =
    'uri' in source ? { s3Location: { uri: source.uri } } : { bytes: Buffer.from(source.bytes).toString('base64') };
  const common = {
    ...(prompts.system && { system: [{ text: prompts.system }] }),
    messages: [{ role: 'user', content: [{ image: { format, source: place } }, { text: prompts.task }] }],
  };
  const config = { maxTokens, temperature, ...(topP !== undefined && { topP }) };
  if (shape === 'InvokeModel') {
    const inferenceConfig = { ...config, ...(topK !== undefined && { topK }) };
    return { schemaVersion: 'messages-v1', ...common, inferenceConfig };
  }
  return {
    ...common,
    inferenceConfig: config,
    // Converse refuses topK beside the others; Nova reads it here.
    ...(topK !== undefined && { additionalModelRequestFields: { inferenceConfig: { topK } } }),
  };
}

/** Bytes of a record's line: an image inside takes four bytes for three. Pure. */
export function lineBytes(
  record: Pick<BatchRecord, 'recordId' | 'format' | 'bytes'>,
  source: { readonly uri: string } | 'inline',
  question: BatchQuestion,
): number {
  const empty = recordLine(record, source === 'inline' ? { bytes: new Uint8Array() } : source, question);
  const inside = source === 'inline' ? Math.ceil(record.bytes / 3) * 4 : 0;
  return Buffer.byteLength(empty) + inside + 1;
}
