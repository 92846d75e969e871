import { ServiceError } from '../../service/service-error.ts';
import type { Cloud, ObjectStore, ServiceSession, StoredObject } from '../../state/ports.ts';
import type { Endpoint } from '../endpoint/resolve-endpoint.ts';
import { mapInOrder } from '../jobs/phases/map-in-order.ts';
import { objectArn } from '../jobs/s3-uri.ts';
import { folderOf, inputLines, parseLine } from './batch-input.ts';
import type { BatchWork } from './batch-work.ts';
import { noRecords, openRecordLog, type RecordSums } from './record-log.ts';

/** Records with the model at once. Bounds memory: each may hold a line of 36 MB. */
const RECORDS_AT_ONCE = 4;

const UNEXPECTED = 'The system encountered an unexpected error during processing. Try your request again.';

/** One file of a job's input. */
export interface FileWork {
  readonly session: ServiceSession;
  readonly endpoint: Endpoint;
  readonly file: StoredObject;
  /** Of the file in the input. */
  readonly index: number;
}

/** Answers the records of one file that are not answered yet; yields the sums of those that are, then those of each record. */
export async function* answerRecords(work: BatchWork, target: FileWork): AsyncGenerator<RecordSums> {
  const log = await openRecordLog(work.cloud, work.job.arn, target.index);
  try {
    yield log.answered;
    const done = log.answered.success + log.answered.error;
    const lines = skip(inputLines(work.cloud.objects, target.session, target.file), done);
    const objects = roleObjects(work, target.session);
    const answers = mapInOrder(lines, RECORDS_AT_ONCE, async (line) => {
      work.signal.throwIfAborted();
      const record = parseLine(line, target.file.key);
      return answerRecord(work, { ...target, objects }, record, line.number);
    });
    for await (const { line, sums } of answers) {
      await log.append(line);
      yield sums;
    }
  } finally {
    await log.close();
  }
}

async function* skip<Item>(items: AsyncIterable<Item>, count: number): AsyncGenerator<Item> {
  let seen = 0;
  for await (const item of items) {
    if (seen >= count) yield item;
    seen += 1;
  }
}

interface AnsweredRecord {
  /** JSON. */
  readonly line: string;
  readonly sums: RecordSums;
}

async function answerRecord(
  { cloud, answerer, job, signal }: BatchWork,
  { endpoint, objects }: FileWork & { readonly objects: ObjectStore },
  record: { readonly recordId?: unknown; readonly modelInput?: unknown },
  lineNumber: number,
): Promise<AnsweredRecord> {
  const { modelInput } = record;
  const recordId = typeof record.recordId === 'string' ? record.recordId : addedId(lineNumber);
  const { invocationType } = job.request;
  try {
    failRecordWhenSwitched(cloud);
    if (modelInput === undefined) throw new ServiceError('ValidationException', 'The record has no modelInput.');
    const question = { endpoint, invocationType, modelInput, objects, accountId: job.accountId, signal };
    const { modelOutput, inputTokens, outputTokens } = await answerer.answer(question);
    if (cloud.settings.batchRecordDelayMs > 0) await cloud.clock.sleep(cloud.settings.batchRecordDelayMs, signal);
    return {
      line: JSON.stringify({ modelInput, modelOutput, recordId }),
      sums: { success: 1, error: 0, inputTokens, outputTokens },
    };
  } catch (cause) {
    signal.throwIfAborted();
    const error = recordError(cause);
    if (!(cause instanceof ServiceError)) cloud.log('bedrock.batch-record-broken', { job: job.arn, line: lineNumber });
    return { line: JSON.stringify({ modelInput, error, recordId }), sums: { ...noRecords(), error: 1 } };
  }
}

/** @throws ServiceError when a fault switch hits the record: whatever its kind, a record can only fail. */
function failRecordWhenSwitched({ faults }: Cloud): void {
  const fault = faults?.hitRecord();
  if (fault === undefined) return;
  const isThrottle = fault.kind === 'throttle';
  const words = isThrottle ? 'Too many requests, please wait before trying again.' : UNEXPECTED;
  throw new ServiceError(fault.code ?? 'RecordFault', fault.message ?? words, {
    status: fault.status ?? (isThrottle ? 429 : 500),
  });
}

/** Eleven characters, as the service adds where an id is missing. */
function addedId(lineNumber: number): string {
  return `REC${String(lineNumber).padStart(8, '0')}`;
}

function recordError(cause: unknown): { readonly errorCode: number; readonly errorMessage: string } {
  if (cause instanceof ServiceError) return { errorCode: cause.status ?? 400, errorMessage: cause.message };
  return {
    errorCode: 500,
    errorMessage: UNEXPECTED,
  };
}

/** S3 as the job's role may read it: the folder of the input alone. */
function roleObjects({ cloud, job }: BatchWork, session: ServiceSession): ObjectStore {
  const { objects } = cloud;
  const [bucketOfInput = ''] = job.request.inputUri.slice('s3://'.length).split('/');
  const folder = folderOf(objects, job.request.inputUri);
  const check = (bucket: string, key: string): void => {
    if (bucket !== bucketOfInput || !key.startsWith(folder)) {
      throw new ServiceError(
        'ValidationException',
        `s3://${bucket}/${key} is not in the folder of the input, s3://${bucketOfInput}/${folder}; media must be in the same bucket and folder.`,
        { status: 400 },
      );
    }
    if (session.isAllowed('s3:GetObject', objectArn(bucket, key))) return;
    throw new ServiceError('AccessDeniedException', `Access denied to s3://${bucket}/${key} for the role of the job.`, {
      status: 403,
    });
  };
  return {
    ...objects,
    head: (bucket, key) => {
      check(bucket, key);
      return objects.head(bucket, key);
    },
    path: (bucket, key) => {
      check(bucket, key);
      return objects.path(bucket, key);
    },
  };
}
