import { z } from 'zod';
import type { Abortable } from '../lib/abort.ts';
import { splitLines } from '../lib/json-lines.ts';
import { requireS3Uri } from '../lib/require-s3-uri.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { BatchDetails } from './batch-details.ts';

/** A line repeats the whole record, images included. Bytes. */
const MAX_LINE_BYTES = 40 * 1024 * 1024;

const OUTPUT_LINE = z.object({
  recordId: z.string(),
  error: z.object({ errorCode: z.union([z.number(), z.string()]), errorMessage: z.string() }).optional(),
  modelOutput: z
    .object({
      output: z.object({ message: z.object({ content: z.array(z.object({ text: z.string().optional() })) }) }),
      stopReason: z.string().optional(),
      usage: z.object({ inputTokens: z.number().optional(), outputTokens: z.number().optional() }).optional(),
      metrics: z.object({ latencyMs: z.number().optional() }).optional(),
    })
    .optional(),
});

export interface AnswersRead {
  readonly type: 'answers-read';
  /** Lines so far. */
  readonly done: number;
}

/** The answers of a job, joined to the documents by record id. */
export interface BatchAnswers {
  /** Of each document that the job was asked about and has a word on, failures included; in the order of the records. */
  readonly predictions: readonly Prediction[];
  readonly answered: number;
  readonly failed: number;
  /** Documents without a word: the job ended before, or lost them. */
  readonly missing: readonly string[];
  /** Lines that name no record of this job, or cannot be understood. */
  readonly strangeLines: number;
}

/**
 * Reads everything below `<output>/<job id>/`. The order of its lines means nothing. Memory: one line, and the answers.
 * @throws CloudError
 */
export async function* readBatchAnswers(
  details: BatchDetails & { readonly job_arn: string },
  { signal }: Abortable,
  { objects }: Pick<Cloud, 'objects'>,
): AsyncGenerator<AnswersRead, BatchAnswers> {
  const known = new Map(details.records.map((record) => [record.record_id, record]));
  const answers = new Map<string, Answer>();
  let done = 0;
  let strangeLines = 0;
  for await (const line of outputLines(details, objects, signal)) {
    const parsed = line === undefined ? undefined : parseLine(line);
    if (parsed === undefined || !known.has(parsed.recordId)) strangeLines += 1;
    // Of two lines about one record, an answer outweighs an error.
    else if (!('answer' in (answers.get(parsed.recordId) ?? {}))) answers.set(parsed.recordId, parsed.answer);
    done += 1;
    yield { type: 'answers-read', done };
  }
  const predictions = details.records.flatMap(({ record_id, key, documents }) => {
    const answer = answers.get(record_id);
    if (answer === undefined) return [];
    return documents.map((document) => ({ document, key, modelId: details.model_id, ...answer, attempts: 1 }));
  });
  const failed = predictions.filter(({ error }) => error !== undefined).length;
  return {
    predictions,
    answered: predictions.length - failed,
    failed,
    missing: details.records.flatMap(({ record_id, documents }) => (answers.has(record_id) ? [] : documents)),
    strangeLines,
  };
}

type Answer = Pick<Prediction, 'answer' | 'error' | 'stopReason' | 'inputTokens' | 'outputTokens' | 'latencyMs'>;

/** Lines of all files of answers; undefined for one that is too long to be one. */
async function* outputLines(
  details: BatchDetails & { readonly job_arn: string },
  objects: Cloud['objects'],
  signal: AbortSignal | undefined,
): AsyncGenerator<string | undefined> {
  const { bucket, key } = requireS3Uri(details.output_uri);
  const id = details.job_arn.slice(details.job_arn.lastIndexOf('/') + 1);
  const prefix = `${key === '' || key.endsWith('/') ? key : `${key}/`}${id}/`;
  for await (const object of objects.list(bucket, prefix, signal)) {
    if (!object.key.endsWith('.jsonl.out')) continue;
    const body = await objects.get(bucket, object.key, signal);
    if (body === undefined) continue;
    for await (const line of splitLines(body, MAX_LINE_BYTES)) {
      if (line.length > 0) yield line.tooLong ? undefined : Buffer.from(line.bytes).toString('utf8');
    }
  }
}

function parseLine(text: string): { readonly recordId: string; readonly answer: Answer } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = OUTPUT_LINE.safeParse(value);
  if (!parsed.success) return undefined;
  const { recordId, error, modelOutput } = parsed.data;
  if (modelOutput === undefined) {
    const message = error ? `${error.errorCode}: ${error.errorMessage}` : 'The record has neither answer nor error.';
    return { recordId, answer: { error: { code: 'batch-record-failed', message } } };
  }
  const { output, stopReason, usage, metrics } = modelOutput;
  return {
    recordId,
    answer: {
      answer: output.message.content.map(({ text: part }) => part ?? '').join(''),
      ...(stopReason !== undefined && { stopReason }),
      ...(usage?.inputTokens !== undefined && { inputTokens: usage.inputTokens }),
      ...(usage?.outputTokens !== undefined && { outputTokens: usage.outputTokens }),
      ...(metrics?.latencyMs !== undefined && { latencyMs: metrics.latencyMs }),
    },
  };
}
