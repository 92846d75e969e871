import { JobFailure } from '../job-failure.ts';
import { trainingRules } from '../training-rules.ts';
import { datasetRecords } from './dataset.ts';
import { imageFile } from './image-file.ts';
import { type JobWork, jobSession } from './job-work.ts';
import { mapInOrder } from './map-in-order.ts';

/** Records whose images are looked at at once: the wait is for the file system, not the processor. */
const RECORDS_AT_ONCE = 8;

/**
 * Reads every record of every dataset and looks at every image's file. Few records in memory at a time.
 * @throws JobFailure at the first fault.
 */
export async function validateDatasets(work: JobWork): Promise<void> {
  const { trainingUri, validationUris, customization } = work.job.request;
  const rules = trainingRules(work.job.baseModelId, customization.type);
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
  const checked = mapInOrder(datasetRecords(work, session, uri), RECORDS_AT_ONCE, async (placed) => {
    for (const image of placed.record.images) await imageFile(work, session, placed, image);
  });
  let records = 0;
  for await (const _record of checked) records += 1;
  return records;
}
