import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  actualRun,
  bundledPrices,
  compare,
  type Dataset,
  evaluate,
  type Prediction,
  type ReportInput,
  runUse,
  type Scores,
  type Task,
} from '../../../src/toolkit/index.ts';

/** Text that comes from documents, answers or messages: what a hostile document may choose. */
export interface Texts {
  readonly name: string;
  readonly group: string;
  readonly truth: string;
  readonly answer: string;
  readonly message: string;
}
export const PLAIN_TEXTS: Texts = { name: 'scan', group: 'g', truth: 'value', answer: 'answer', message: 'message' };

export const CLASSES = ['invoice', 'letter', 'memo'];
const HASH = 'a'.repeat(64);

const taskOf = (kind: Task['kind']): Task =>
  kind === 'classification'
    ? { kind, field: 'type', answerFormat: 'json', classes: CLASSES.map((name) => ({ name, description: name })) }
    : { kind, field: 'seller', answerFormat: 'text' };

export interface ArtifactOptions {
  /** Default classification. */
  readonly kind?: Task['kind'];
  /** Folder of the data set. Default: one that is not there. */
  readonly folder?: string;
  readonly texts?: Partial<Texts>;
  /** Held-out documents, at least 6. Default 24. */
  readonly documents?: number;
  /** Default false. */
  readonly groups?: boolean;
}

/** Everything a finished run has left. The tuned model is right but for every ninth document, the base for every other one; some answers are missing or unreadable. */
export function artifacts(options: ArtifactOptions = {}): ReportInput {
  const { kind = 'classification', folder = '/nowhere', documents = 24, groups = false } = options;
  const texts = { ...PLAIN_TEXTS, ...options.texts };
  const task = taskOf(kind);
  const label = (index: number) =>
    kind === 'classification' ? (CLASSES[index % CLASSES.length] ?? '') : `${texts.truth} ${index}`;
  const ids = Array.from({ length: documents }, (_, index) => `${texts.name}/${String(index).padStart(5, '0')}.png`);
  const truths = ids.map((document, index) => ({
    document,
    label: label(index),
    ...(groups && { group: `${texts.group} ${index % 8}` }),
  }));
  const wrong = (index: number) => (kind === 'classification' ? label(index + 1) : `${texts.answer} ${index}`);
  const predict = (modelId: string, isWrong: (index: number) => boolean): Scores => {
    const predictions = ids.map((document, index): Prediction => {
      const about = { document, key: document, modelId, attempts: 1 };
      if (index === 1) return { ...about, error: { code: 'throttled', message: texts.message } };
      const said = isWrong(index) ? wrong(index) : label(index);
      const answer =
        kind === 'extraction' ? said : index === 2 ? `${texts.answer} no JSON` : JSON.stringify({ type: said });
      return { ...about, answer, inputTokens: 1500, outputTokens: 9, latencyMs: 100 + index };
    });
    return evaluate(truths, predictions, task, modelId);
  };
  const base = predict('us.amazon.nova-lite-v1:0', (index) => index % 2 === 0);
  const tuned = predict(
    'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abc',
    (index) => index % 9 === 5,
  );
  const dataset = datasetOf(folder, task, ids, label, texts);
  return { ...surroundings(dataset, texts), dataset, base, tuned, comparison: compare(base, tuned) };
}

function datasetOf(
  folder: string,
  task: Task,
  ids: readonly string[],
  label: (index: number) => string,
  texts: Texts,
): Dataset {
  const counts = { train: 0, validation: 0, test: ids.length };
  return {
    folder,
    manifest: {
      version: 1,
      name: 'scans',
      task,
      prompts: { system: 'You read documents.', task: 'What is it?' },
      imageRecipe: { maxSide: 1600, format: 'auto' },
      recipeHash: HASH,
      seed: 7,
      source: { kind: 'image-folder', location: `/home/${texts.name}` },
      counts,
      classCounts: task.kind === 'classification' ? { invoice: { train: 0, validation: 0, test: ids.length } } : {},
      skipped: [{ id: texts.name, code: 'image-unreadable', message: texts.message }],
      documents: ids.map((id, index) => ({
        id,
        image: pictureName(index % 6),
        format: 'png',
        width: 60,
        height: 80,
        bytes: 1000,
        sha256: HASH,
        label: label(index),
        split: 'test',
      })),
      s3Prefix: 's3://bucket/scans/',
      files: { 'train.jsonl': HASH },
    },
  };
}

function surroundings(dataset: Dataset, texts: Texts): Omit<ReportInput, 'base' | 'tuned' | 'comparison'> {
  const job = {
    job_arn: 'arn:aws:bedrock:us-east-1:111122223333:model-customization-job/amazon.nova-lite-v1:0:300k/abc',
    job_name: 'scans-1',
    model_name: 'scans-1',
    status: 'Completed',
    base_model: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0:300k',
    role_arn: 'arn:aws:iam::111122223333:role/scans',
    training_data_uri: 's3://bucket/train.jsonl',
    output_uri: 's3://bucket/output/',
    hyperparameters: { epochCount: '2', learningRate: '0.00001' },
    creation_time: '2026-11-20T10:00:00.000Z',
    end_time: '2026-11-20T11:30:00.000Z',
    model_id: 'arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0:300k/abc',
    failure_message: texts.message,
    phases: {
      validation: { status: 'Completed', since: '2026-11-20T10:01:00.000Z' },
      dataProcessing: { status: 'Completed', since: '2026-11-20T10:30:00.000Z' },
      training: { status: 'Completed', since: '2026-11-20T11:30:00.000Z' },
    },
  };
  const endpoint = {
    kind: 'throughput' as const,
    arn: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc',
    name: 'scans',
    modelArn: job.model_id,
    status: 'InService',
    createdAt: '2026-11-20T11:40:00.000Z',
    deadline: '2026-11-20T15:40:00.000Z',
  };
  const until = Date.parse('2026-11-20T12:00:00.000Z');
  const use = runUse({ baseModel: 'nova-lite', manifest: dataset.manifest, job, endpoint, predictions: [], until });
  const losses = (start: number) =>
    Array.from({ length: 40 }, (_, step) => ({
      step: step + 1,
      epoch: step < 20 ? 0 : 1,
      loss: start / (step + 1) + 0.2,
    }));
  return {
    title: 'Scans of one office',
    run: 'scans-1',
    createdAt: '2026-11-20T12:00:00.000Z',
    novatuneVersion: '1.2.3',
    nodeVersion: '20.19.0',
    accountId: '111122223333',
    region: 'us-east-1',
    rehearsal: true,
    audit: {
      documents: 24,
      summary: { flagged: 3, pagesRead: 24 },
      findings: [
        { document: texts.name, code: 'label-odd', severity: 'warning', message: texts.message, proposed: texts.truth },
      ],
    },
    findings: [
      { code: 'near-limit', severity: 'info', message: texts.message, remedy: '', file: texts.name, line: 3 },
      { code: 'role-wrong', severity: 'error', message: texts.message, remedy: '', file: texts.name },
    ],
    job,
    trainingLoss: losses(3),
    validationLoss: [],
    endpoint,
    estimate: actualRun(use, bundledPrices()),
    actual: actualRun(use, bundledPrices()),
    prices: bundledPrices(),
  };
}

/** Names that a data set gives to its images. */
export const pictureName = (index: number): string => `images/${String(index).padStart(16, '0')}.png`;

/** Six small pictures in the places that {@link artifacts} name. */
export async function writePictures(folder: string): Promise<void> {
  await mkdir(join(folder, 'images'), { recursive: true });
  for (let index = 0; index < 6; index++) {
    const picture = {
      create: { width: 60, height: 80, channels: 3, background: { r: 40 * index, g: 90, b: 160 } },
    } as const;
    await writeFile(join(folder, pictureName(index)), await sharp(picture).png().toBuffer());
  }
}
