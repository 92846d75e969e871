import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Page, UnreadableImageError } from '../../../../pages/index.ts';
import { answerQuestion, StandInError, type StandInExample, type StandInQuestion } from '../../../model/index.ts';
import type { ServiceSession } from '../../../state/ports.ts';
import { estimateImageTokens } from '../token-estimate.ts';
import type { ImageReference } from '../training-record.ts';
import { MAXIMUM_RECORD_TOKENS, MINIMUM_IMAGE_SIDE } from '../training-rules.ts';
import { datasetRecords, type PlacedRecord, recordFailure } from './dataset.ts';
import { imageFile } from './image-file.ts';
import { type JobWork, jobSession, workspaceOf } from './job-work.ts';
import { mapInOrder } from './map-in-order.ts';

/** Records whose images are read at once; with the 10 MB bound on images this bounds the memory of the phase. */
const RECORDS_AT_ONCE = 4;

/**
 * Reads every image and writes the examples that training takes. Pages come from the reader's cache when they were read before,
 * so running this again after a restart costs little.
 * @throws JobFailure for an image that cannot be read.
 */
export async function processDatasets(work: JobWork): Promise<void> {
  const workspace = workspaceOf(work.cloud, work.job);
  await mkdir(workspace.folder, { recursive: true });
  await processDataset(work, [work.job.request.trainingUri], workspace.training);
  await processDataset(work, work.job.request.validationUris, workspace.validation);
}

async function processDataset(work: JobWork, uris: readonly string[], file: string): Promise<void> {
  const session = jobSession(work);
  const unfinished = `${file}.part`;
  await pipeline(Readable.from(exampleLines(work, session, uris)), createWriteStream(unfinished), {
    signal: work.signal,
  });
  await rename(unfinished, file);
}

async function* exampleLines(work: JobWork, session: ServiceSession, uris: readonly string[]): AsyncGenerator<string> {
  for (const uri of uris) {
    const examples = mapInOrder(datasetRecords(work, session, uri), RECORDS_AT_ONCE, (placed) =>
      toExample(work, session, placed),
    );
    for await (const example of examples) yield `${JSON.stringify(example)}\n`;
  }
}

async function toExample(work: JobWork, session: ServiceSession, placed: PlacedRecord): Promise<StandInExample> {
  const { system, prompt, answer, images, textTokens } = placed.record;
  const pages: Page[] = [];
  for (const image of images) pages.push(await readPage(work, session, placed, image));
  const imageTokens = pages.reduce((sum, page) => sum + estimateImageTokens(page.width, page.height), 0);
  if (textTokens + imageTokens > MAXIMUM_RECORD_TOKENS) {
    throw recordFailure(
      placed,
      `Maximum input token count ${textTokens + imageTokens} exceeds limit of ${MAXIMUM_RECORD_TOKENS}.`,
    );
  }
  if (work.job.request.customization.type !== 'DISTILLATION') return { system, prompt, pages, answer };
  return { system, prompt, pages, answer: askTeacher(placed, { system, prompt, pages }) };
}

/** The stand-in without training is every teacher: a rehearsal of the job, not of what it teaches. */
function askTeacher(placed: PlacedRecord, question: StandInQuestion): string {
  try {
    return answerQuestion(question).text;
  } catch (error) {
    if (error instanceof StandInError) throw recordFailure(placed, `The teacher cannot answer: ${error.message}`);
    throw error;
  }
}

async function readPage(
  work: JobWork,
  session: ServiceSession,
  placed: PlacedRecord,
  image: ImageReference,
): Promise<Page> {
  const bytes = await readFile(await imageFile(work, session, placed, image));
  const uri = `s3://${image.bucket}/${image.key}`;
  const page = await work.cloud.pages.read(bytes, { signal: work.signal }).catch((error: unknown) => {
    if (error instanceof UnreadableImageError) {
      throw recordFailure(
        placed,
        `${image.pointer}: ${uri} is not a readable ${image.format} image (damaged or truncated).`,
      );
    }
    throw error;
  });
  if (Math.min(page.width, page.height) < MINIMUM_IMAGE_SIDE) {
    throw recordFailure(
      placed,
      `${image.pointer}: ${uri} has ${page.width}×${page.height} pixels; each side needs at least ${MINIMUM_IMAGE_SIDE}.`,
    );
  }
  return page;
}
