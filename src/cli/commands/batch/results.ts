import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type {
  BatchAnswers,
  BatchDetails,
  BatchState,
  ConnectedCloud,
  InferenceDocument,
  Prediction,
} from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { addCloudOptions, type CloudFlags, withCloud } from '../../options/cloud.ts';
import { confirm } from '../../options/confirm.ts';
import { wholeNumber } from '../../options/numbers.ts';
import { addWaiting } from '../../options/waiting.ts';
import { printNext, printResult } from '../../output.ts';
import { drive } from '../../render/drive.ts';
import { createProgress } from '../../render/progress.ts';
import { requireSubmitted } from './job-arn.ts';
import { type WatchFlags, watchBatch } from './watch.ts';

interface ResultsFlags extends CloudFlags, WatchFlags {
  readonly batchFile: string;
  readonly predictions: string;
  readonly dataset?: string;
  readonly reask: boolean;
  readonly concurrency: number;
  readonly wait: boolean;
  readonly yes?: boolean;
}

export function batchResults(command: Command, context: CommandContext): void {
  addWaiting(addCloudOptions(command))
    .option('--batch-file <file>', 'as batch create has written it', 'batch.json')
    .option('--predictions <file>', 'JSON Lines file for the answers, as infer writes them', 'predictions.jsonl')
    .option('--dataset <folder>', 'where the data set is now (default: where it was)')
    .option('--no-reask', 'leave failed and missing documents as they are')
    .option('--concurrency <n>', 'live calls at once, at most', wholeNumber(1, 256), 64)
    .option('--no-wait', 'take what there is when the job has not ended')
    .option('--yes', 'do not ask before live calls')
    .option('--json', 'print JSON')
    .action((flags: ResultsFlags) => results(flags, context));
}

/** What has become of the documents of a job, as `--json` prints it. */
interface BatchReport {
  readonly status: string;
  readonly documents: number;
  readonly answeredByBatch: number;
  readonly failedInBatch: number;
  readonly missingInBatch: number;
  /** Documents that were asked about live. */
  readonly reasked: number;
  readonly answered: number;
  readonly failed: number;
  readonly predictionsFile: string;
}

function results(flags: ResultsFlags, context: CommandContext): Promise<void> {
  return withCloud(flags, context, async (cloud) => {
    const { mergePredictions, readBatchDetails, readPredictions, writePredictions } = await import(
      '../../../toolkit/index.ts'
    );
    const { io } = context;
    const file = resolve(io.cwd, flags.batchFile);
    const details = await requireSubmitted(await readBatchDetails(file));
    const state = await stateOf(details, file, flags, cloud, context);
    const documents = await documentsOf(details, flags, io.cwd);
    const order = documents.map(({ document }) => document);
    const answers = await readAnswers(details, cloud, context);
    const predictionsFile = resolve(io.cwd, flags.predictions);
    // On disk before anything is asked live: what was paid for is not lost.
    await writePredictions(
      predictionsFile,
      mergePredictions(await readPredictions(predictionsFile), answers.predictions, order),
    );
    const open = await withoutAnswer(documents, details, predictionsFile);
    const reasked = flags.reask ? await askLive(open, details, predictionsFile, flags, cloud, context) : 0;
    const all = mergePredictions([], await readPredictions(predictionsFile), order);
    await writePredictions(predictionsFile, all);
    print(reportOf({ state, order, answers, reasked, all, details, predictionsFile }), flags, details, context);
  });
}

/** Waits for the end unless told not to. @throws CloudError `batch-failed` for a job that failed as a whole. */
async function stateOf(
  details: BatchDetails & { readonly job_arn: string },
  file: string,
  flags: ResultsFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<BatchState> {
  const { CloudError, withState, writeBatchDetails } = await import('../../../toolkit/index.ts');
  const { notFound } = await import('../../not-found.ts');
  const { job_arn: jobArn } = details;
  const state = flags.wait
    ? await watchBatch(jobArn, flags, cloud, context)
    : await cloud.batches.describe(jobArn, context.io.signal);
  if (!state) throw await notFound(`There is no batch inference job ${jobArn}.`);
  await writeBatchDetails(file, withState(details, state));
  if (state.status !== 'Failed') return state;
  throw new CloudError(
    'batch-failed',
    `The batch inference job ${state.jobName} failed: ${state.message ?? 'no reason given'}`,
    {
      remedy: `Correct the cause and create the job again under another --job-name, or ask live: novatune infer --model-id ${details.model_id} --dataset ${details.dataset}`,
    },
  );
}

/** The documents that the job is about, in the order of the data set. */
async function documentsOf(
  details: BatchDetails,
  flags: ResultsFlags,
  cwd: string,
): Promise<readonly InferenceDocument[]> {
  const { readDataset, splitDocuments } = await import('../../../toolkit/index.ts');
  const dataset = await readDataset(resolve(cwd, flags.dataset ?? details.dataset));
  const asked = new Set([...details.left_out, ...details.records.flatMap(({ documents }) => documents)]);
  return splitDocuments(dataset, details.split)
    .filter(({ id }) => asked.has(id))
    .map(({ id, image }) => ({ document: id, image: join(dataset.folder, image) }));
}

async function readAnswers(
  details: BatchDetails & { readonly job_arn: string },
  cloud: ConnectedCloud,
  { io }: CommandContext,
): Promise<BatchAnswers> {
  const { readBatchAnswers } = await import('../../../toolkit/index.ts');
  const progress = createProgress(io);
  const answers = await drive(readBatchAnswers(details, { signal: io.signal }, cloud), ({ done }) =>
    progress.update('answers read', done, details.records.length),
  );
  progress.end();
  if (answers.strangeLines > 0)
    io.stderr.write(`warning: ${answers.strangeLines} lines of the answers belong to no record of this job\n`);
  return answers;
}

async function withoutAnswer(
  documents: readonly InferenceDocument[],
  details: BatchDetails,
  predictionsFile: string,
): Promise<readonly InferenceDocument[]> {
  const answered = answeredBy(details, await readAll(predictionsFile));
  return documents.filter(({ document }) => !answered.has(document));
}

async function readAll(predictionsFile: string): Promise<readonly Prediction[]> {
  const { readPredictions } = await import('../../../toolkit/index.ts');
  return readPredictions(predictionsFile);
}

/** Documents with an answer to the question of this job. */
function answeredBy({ records }: BatchDetails, predictions: readonly Prediction[]): ReadonlySet<string> {
  const keys = new Set(records.map(({ key }) => key));
  return new Set(
    predictions.filter(({ key, answer }) => answer !== undefined && keys.has(key)).map(({ document }) => document),
  );
}

/** @returns number of documents that were asked about. */
async function askLive(
  documents: readonly InferenceDocument[],
  details: BatchDetails,
  predictionsFile: string,
  flags: ResultsFlags,
  cloud: ConnectedCloud,
  context: CommandContext,
): Promise<number> {
  if (documents.length === 0) return 0;
  const { infer } = await import('../../../toolkit/index.ts');
  const { io } = context;
  const what = `Ask ${details.model_id} live about ${documents.length} documents that the job has no answer for (billed by tokens)`;
  await confirm(what, flags.yes ? { yes: true } : {}, cloud, context);
  const progress = createProgress(io);
  const options = {
    modelId: details.model_id,
    prompts: details.prompts,
    parameters: details.parameters,
    predictionsFile,
    concurrency: flags.concurrency,
    signal: io.signal,
  };
  let done = 0;
  await drive(infer(documents, options, cloud), (event) => {
    done += 1;
    progress.update('asked live', done, documents.length);
    if (event.type === 'document-failed')
      progress.line(
        `${event.prediction.document}: ${event.prediction.error?.code}: ${event.prediction.error?.message}`,
      );
  });
  progress.end();
  return documents.length;
}

interface Outcome {
  readonly state: BatchState;
  readonly order: readonly string[];
  readonly answers: BatchAnswers;
  readonly reasked: number;
  readonly all: readonly Prediction[];
  readonly details: BatchDetails;
  readonly predictionsFile: string;
}

function reportOf({ state, order, answers, reasked, all, details, predictionsFile }: Outcome): BatchReport {
  const answered = answeredBy(details, all).size;
  return {
    status: state.status,
    documents: order.length,
    answeredByBatch: answers.answered,
    failedInBatch: answers.failed,
    missingInBatch: answers.missing.length + details.left_out.length,
    reasked,
    answered,
    failed: order.length - answered,
    predictionsFile,
  };
}

function print(report: BatchReport, flags: ResultsFlags, details: BatchDetails, context: CommandContext): void {
  const { documents, answered, answeredByBatch, failedInBatch, missingInBatch, reasked, failed } = report;
  const text = () =>
    [
      `${answered} of ${documents} documents answered: ${answeredByBatch} by the job, ${answered - answeredByBatch} otherwise`,
      `the job failed on ${failedInBatch} and left out ${missingInBatch}; ${reasked} asked live, ${failed} still without an answer`,
      `predictions in ${report.predictionsFile}`,
    ].join('\n');
  printResult(report, text, flags.json, context);
  if (failed > 0) context.exitWith(EXIT.partial);
  const dataset = flags.dataset ?? details.dataset;
  printNext(
    `novatune evaluate --dataset ${dataset} --split ${details.split} --predictions ${flags.predictions}`,
    context,
  );
}
