import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError } from '../errors.ts';
import { writeFileAtomic } from '../lib/atomic-write.ts';
import { SPLITS } from '../model/dataset.ts';
import type { BatchState } from '../ports/batch-jobs.ts';

const COUNT = z.int().min(0);

const DETAILS = z.object({
  version: z.literal(1),
  job_name: z.string().min(1),
  /** Absent until the job has been submitted. */
  job_arn: z.string().exactOptional(),
  /** `Planned` until the job has been submitted, then the service's. */
  status: z.string(),
  message: z.string().exactOptional(),
  model_id: z.string().min(1),
  client_token: z.string(),
  role_arn: z.string().exactOptional(),
  input_uri: z.string(),
  output_uri: z.string(),
  model_invocation_type: z.enum(['Converse', 'InvokeModel']),
  submit_time: z.string().exactOptional(),
  end_time: z.string().exactOptional(),
  counts: z.object({ total: COUNT, processed: COUNT, success: COUNT, error: COUNT }).exactOptional(),
  /** As it was given: relative to the folder in which the command ran. */
  dataset: z.string(),
  split: z.enum(SPLITS),
  prompts: z.object({ system: z.string(), task: z.string() }),
  parameters: z.object({
    maxTokens: z.int(),
    temperature: z.number(),
    topP: z.number().exactOptional(),
    topK: z.number().exactOptional(),
  }),
  /** Documents that no record asks about, because their image cannot be used. */
  left_out: z.array(z.string()),
  records: z.array(z.object({ record_id: z.string(), key: z.string(), documents: z.array(z.string()).min(1) })),
});

/**
 * What is known of a batch inference job, and which record is about which documents. Written before the job is submitted, so that a
 * killed command finds the job again instead of paying for a second one.
 */
export type BatchDetails = z.infer<typeof DETAILS>;

/** @throws {InputError} `batch-file-unreadable` */
export async function readBatchDetails(file: string): Promise<BatchDetails> {
  const fail = (reason: string, cause?: unknown) =>
    new InputError('batch-file-unreadable', `Expected ${file} as novatune batch create writes it, but ${reason}.`, {
      remedy: 'Name the file that batch create has written with --batch-file.',
      cause,
    });
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw fail(cause.code === 'ENOENT' ? 'there is none' : `it cannot be read (${cause.code})`, cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fail('it is no JSON', cause);
  }
  const parsed = DETAILS.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fail(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown'}`);
}

export const writeBatchDetails = (file: string, details: BatchDetails): Promise<void> =>
  writeFileAtomic(file, `${JSON.stringify(details, null, 2)}\n`);

/** What the service says now, added. Pure. */
export function withState(details: BatchDetails, state: BatchState): BatchDetails {
  const { jobArn, status, message, roleArn, submittedAt, endedAt, counts } = state;
  return {
    ...details,
    job_arn: jobArn,
    status,
    role_arn: roleArn,
    submit_time: new Date(submittedAt).toISOString(),
    ...(message !== undefined && { message }),
    ...(endedAt !== undefined && { end_time: new Date(endedAt).toISOString() }),
    ...(counts && { counts }),
  };
}
