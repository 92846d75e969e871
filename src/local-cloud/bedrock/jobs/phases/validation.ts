import { JobFailure } from '../job-failure.ts';
import { trainingRules } from '../training-rules.ts';
import { datasetRecords } from './dataset.ts';
import { imageFile } from './image-file.ts';
import { type JobWork, jobSession } from './job-work.ts';

/**
 * Reads every record of every dataset and looks at every image's file. One record in memory at a time.
 * @throws JobFailure at the first fault.
 */
export async function validateDatasets(work: JobWork): Promise<void> {
  const { trainingUri, validationUris } = work.job.request;
  const rules = trainingRules(work.job.baseModelId);
  const trainingRecords = await validateDataset(work, trainingUri);
  if (trainingRecords < rules.minimumRecords) {
    throw new JobFailure(
      `The training dataset has ${trainingRecords} records; the minimum for ${work.job.baseModelId} is ${rules.minimumRecords}.`,
    );
  }
  let records = trainingRecords;
  for (const uri of validationUris) records += await validateDataset(work, uri);
  if (records > rules.maximumRecords) {
    throw new JobFailure(
      `The training and validation datasets have ${records} records; the maximum for ${work.job.baseModelId} is ${rules.maximumRecords}.`,
    );
  }
}

/** @returns number of records. */
async function validateDataset(work: JobWork, uri: string): Promise<number> {
  const session = jobSession(work);
  let records = 0;
  for await (const placed of datasetRecords(work, session, uri)) {
    records += 1;
    for (const image of placed.record.images) await imageFile(work, session, placed, image);
  }
  return records;
}
