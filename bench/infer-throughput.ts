/**
 * How much of an endpoint's quota inference uses when it is told neither the quota nor the latency, against one call after the other. A local cloud
 * in this process refuses what is above its quota, as Bedrock does, and answers after a known delay.
 *
 *   npx tsx bench/infer-throughput.ts [--rpm 600] [--tpm 0] [--delay-ms 1000] [--documents 1200] [--faults 0]
 *
 * The quota is a bucket of one minute that is full at the first call: N documents take at least (N − bucket) ÷ rate. With `--faults 0.2` one call in
 * five is throttled, answered with 500 or cut off, in equal parts, besides the quota.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FaultRule } from '../src/local-cloud/index.ts';
import type { ConnectedCloud, InferenceDocument } from '../src/toolkit/index.ts';
import { codedPages, encodePage } from '../test/support/coded-pages.ts';
import { builtCloud, builtToolkit } from './support/built.ts';
import { median, printMachine } from './support/figures.ts';

const { values: flags } = parseArgs({
  options: {
    rpm: { type: 'string', default: '600' },
    tpm: { type: 'string', default: '0' },
    'delay-ms': { type: 'string', default: '1000' },
    documents: { type: 'string', default: '1200' },
    serial: { type: 'string', default: '20' },
    faults: { type: 'string', default: '0' },
  },
});
const RPM = Number(flags.rpm);
const TPM = Number(flags.tpm);
const DELAY_MS = Number(flags['delay-ms']);
const DOCUMENTS = Number(flags.documents);
const FAULTS = Number(flags.faults);
const TARGET = 0.95;
const MODEL = 'us.amazon.nova-lite-v1:0';
const QUESTION = { system: 'You sort documents.', task: 'Which class is it? Choose one of: invoice, letter, resume.' };
const PARAMETERS = { maxTokens: 20, temperature: 0 };

const { startLocalCloud, LOCAL_CREDENTIALS } = await builtCloud();
const { connect, infer, readPredictions } = await builtToolkit();

async function drawDocuments(folder: string, count: number): Promise<InferenceDocument[]> {
  await mkdir(folder);
  const documents: InferenceDocument[] = [];
  for (let index = 0; index < count; index += 1) {
    const image = join(folder, `${index}.png`);
    await writeFile(image, await encodePage(['Invoice', `No ${index}`, 'Amount due']));
    documents.push({ document: `${index}.png`, image });
  }
  return documents;
}

/** As the reference script does: one document, its answer, the next. @returns documents a minute */
async function serially(documents: readonly InferenceDocument[], cloud: ConnectedCloud): Promise<number> {
  const started = performance.now();
  for (const { image } of documents) {
    const images = [{ format: 'png' as const, bytes: await readFile(image) }];
    await cloud.runtime.converse({
      modelId: MODEL,
      system: QUESTION.system,
      prompt: QUESTION.task,
      images,
      parameters: PARAMETERS,
    });
  }
  return (documents.length / (performance.now() - started)) * 60_000;
}

/** @returns milliseconds from the first call to the last answer, and what the summary says. */
async function together(documents: readonly InferenceDocument[], cloud: ConnectedCloud, predictionsFile: string) {
  const started = performance.now();
  const work = infer(documents, { modelId: MODEL, prompts: QUESTION, parameters: PARAMETERS, predictionsFile }, cloud);
  for (;;) {
    const next = await work.next();
    if (next.done) return { milliseconds: performance.now() - started, summary: next.value };
  }
}

const faults: readonly FaultRule[] =
  FAULTS === 0
    ? []
    : (['throttle', 'error', 'reset'] as const).map((kind, index) => {
        // The rules look at a request in turn: each takes its part of what the ones before have left.
        const share = FAULTS / 3 / (1 - (FAULTS / 3) * index);
        return { kind, operation: 'Converse', share, seed: index + 1 };
      });

const folder = await mkdtemp(join(tmpdir(), 'novatune-bench-'));
const open = async (name: string, settings: object, rules: readonly FaultRule[]) => {
  const cloud = await startLocalCloud({
    folder: join(folder, name),
    pages: codedPages,
    settings: { answerDelayMs: DELAY_MS, ...settings },
    faults: rules,
  });
  const connected = connect({ endpoint: cloud.url, region: 'us-east-1', credentials: LOCAL_CREDENTIALS });
  const close = async () => {
    await connected.close();
    await cloud.close();
  };
  return { cloud: connected, close };
};

try {
  printMachine();
  const documents = await drawDocuments(join(folder, 'images'), DOCUMENTS);

  const slow = await open('serial', {}, []);
  const alone = await serially(documents.slice(0, Number(flags.serial)), slow.cloud);
  await slow.close();

  const quick = await open('quota', { requestsPerMinute: RPM, tokensPerMinute: TPM }, faults);
  const { milliseconds, summary } = await together(documents, quick.cloud, join(folder, 'predictions.jsonl'));
  await quick.close();
  const predictions = await readPredictions(join(folder, 'predictions.jsonl'));
  const used = predictions.map(({ inputTokens = 0, outputTokens = 0 }) => inputTokens + outputTokens);
  const quota =
    TPM > 0
      ? { unit: 'tokens', perMinute: TPM, taken: used.reduce((a, b) => a + b, 0) }
      : { unit: 'requests', perMinute: RPM, taken: summary.answered };

  const minutes = (milliseconds - DELAY_MS) / 60_000;
  const allowed = quota.perMinute * (1 + minutes);
  const share = quota.taken / allowed;
  const rate = DOCUMENTS / (milliseconds / 60_000);
  process.stdout.write(
    [
      `quota ${quota.perMinute} ${quota.unit} a minute, answers after ${DELAY_MS} ms, faults in ${(FAULTS * 100).toFixed(0)} % of calls`,
      `serial      ${alone.toFixed(0)} documents/min`,
      `inference   ${rate.toFixed(0)} documents/min over ${(milliseconds / 1000).toFixed(1)} s, ratio ${(rate / alone).toFixed(1)}`,
      ...(quota.perMinute > 0
        ? [`            ${share.toFixed(3)} of the quota of that time, the full bucket at the start included`]
        : []),
      `            ${summary.answered} of ${DOCUMENTS} answered, ${summary.failed} failed, ${summary.calls} calls, ${summary.throttled} throttled; median of tokens ${median(used)}`,
      '',
    ].join('\n'),
  );
  const isWhole = predictions.length === DOCUMENTS && predictions.every(({ answer }) => answer !== undefined);
  const isLimited = FAULTS === 0 && DOCUMENTS * (TPM > 0 ? median(used) : 1) > quota.perMinute;
  if (!isWhole || (isLimited && share < TARGET)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
