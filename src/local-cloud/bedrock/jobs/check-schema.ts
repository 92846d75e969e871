import type { Cloud } from '../../state/ports.ts';
import { refusals } from '../refusals.ts';
import { datasetLines } from './dataset-lines.ts';
import { JobFailure } from './job-failure.ts';
import type { S3Place } from './s3-uri.ts';
import { readRecord } from './training-record.ts';
import type { TrainingRules } from './training-rules.ts';

/** Records that Create looks at; the rest waits for the validation phase. Our bound: the real one is not published. */
const SAMPLED_RECORDS = 10;

/**
 * Looks at the first records of a dataset while the caller waits.
 * @throws ServiceError ValidationException when one does not have the schema of the base model's training data.
 */
export async function checkSchema(
  cloud: Cloud,
  place: S3Place,
  rules: TrainingRules,
  requestId: string,
): Promise<void> {
  const reason = await findSchemaProblem(cloud, place, rules);
  if (reason === undefined) return;
  cloud.log('bedrock.schema-refused', { bucket: place.bucket, key: place.key, reason });
  throw refusals.validation(
    `Unable to parse S3 file due to invalid data schema/format. For more information on training dataset format requirements, see the Amazon Bedrock User Guide. (Service: BedrockMetadata, Status Code: 400, Request ID: ${requestId}) (SDK Attempt Count: 1)`,
  );
}

async function findSchemaProblem(cloud: Cloud, place: S3Place, rules: TrainingRules): Promise<string | undefined> {
  const stream = cloud.objects.read(place.bucket, place.key);
  let seen = 0;
  try {
    for await (const line of datasetLines(stream, place.key)) {
      const { problem } = readRecord(line.text, rules);
      if (problem?.kind === 'schema') return `line ${line.number}: ${problem.pointer} ${problem.message}`;
      seen += 1;
      if (seen === SAMPLED_RECORDS) return undefined;
    }
  } catch (error) {
    if (error instanceof JobFailure) return error.message;
    throw error;
  } finally {
    stream.destroy();
  }
  return seen === 0 ? 'holds no records' : undefined;
}
