import type { Readable } from 'node:stream';
import { ServiceError } from '../../../service/service-error.ts';
import type { ServiceSession } from '../../../state/ports.ts';
import { datasetLines } from '../dataset-lines.ts';
import { JobFailure } from '../job-failure.ts';
import { objectArn, parseS3Uri, type S3Place } from '../s3-uri.ts';
import { type RecordProblem, readRecord, type TrainingRecord } from '../training-record.ts';
import { trainingRules } from '../training-rules.ts';
import type { JobWork } from './job-work.ts';

/** One record and where it stands, for messages. */
export interface PlacedRecord {
  readonly record: TrainingRecord;
  /** Last part of the key. */
  readonly file: string;
  readonly bucket: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * The records of a dataset, one in memory at a time.
 * @throws JobFailure at the first line that is no sound record, or when the object cannot be read.
 */
export async function* datasetRecords(
  work: JobWork,
  session: ServiceSession,
  uri: string,
): AsyncGenerator<PlacedRecord> {
  const place = parseS3Uri(uri);
  const file = place.key.slice(place.key.lastIndexOf('/') + 1);
  const rules = trainingRules(work.job.baseModelId, work.job.request.customization.type);
  const stream = openDataset(work, session, place);
  try {
    for await (const line of datasetLines(stream, file)) {
      work.signal.throwIfAborted();
      const { record, problem } = readRecord(line.text, rules);
      if (problem) throw new JobFailure(describeProblem(problem, file, line.number));
      yield { record, file, bucket: place.bucket, line: line.number };
    }
  } finally {
    stream.destroy();
  }
}

/** Prefix of every message about one record: the service names the file only, which helps nobody with 20,000 lines. */
export function recordFailure(placed: Omit<PlacedRecord, 'record'>, message: string): JobFailure {
  return new JobFailure(`Invalid record in file ${placed.file}, line ${placed.line}: ${message}`);
}

function describeProblem(problem: RecordProblem, file: string, line: number): string {
  const where = `Line ${line}${problem.pointer === '' ? '' : `, ${problem.pointer}`}`;
  switch (problem.kind) {
    case 'schema':
      return `Unable to parse Amazon S3 file: ${file}. Data files must conform to JSONL format. ${where}: ${problem.message}.`;
    case 'tokens':
      return `${problem.message}. File ${file}, line ${line}.`;
    case 'content':
      return `Invalid record in file ${file}. ${where}: ${problem.message}.`;
  }
}

function openDataset({ cloud }: JobWork, session: ServiceSession, place: S3Place): Readable {
  const refuse = (cause?: unknown): never => {
    throw new JobFailure(
      `Could not validate GetObject permissions to access Amazon S3 bucket: ${place.bucket} at key ${place.key}`,
      { cause },
    );
  };
  if (!session.isAllowed('s3:GetObject', objectArn(place.bucket, place.key))) refuse();
  try {
    return cloud.objects.read(place.bucket, place.key);
  } catch (error) {
    if (error instanceof ServiceError) refuse(error);
    throw error;
  }
}
