import { resolve } from 'node:path';
import type {
  ConnectedCloud,
  InferEvent,
  InferOptions,
  InferSummary,
  Prediction,
  RolloutCounters,
  RolloutEvent,
  Router,
} from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { answersFolder } from '../../options/answers.ts';
import { drive } from '../../render/drive.ts';
import { createProgress, type Progress } from '../../render/progress.ts';
import { writeLines } from '../../write-file.ts';
import type { OpenedDocuments } from './documents.ts';
import type { InferFlags } from './flags.ts';

interface Asking {
  readonly modelId: string;
  readonly predictionsFile: string;
  readonly flags: InferFlags;
  readonly opened: OpenedDocuments;
  readonly cloud: ConnectedCloud;
  readonly context: CommandContext;
}

export interface Asked {
  readonly modelId: string;
  readonly predictionsFile: string;
  readonly summary: InferSummary;
  /** About the documents of this run, failed ones included. */
  readonly predictions: readonly Prediction[];
  readonly shadowFile?: string;
  readonly rollout?: RolloutCounters;
}

/** Asks one model about every document, or the models of one rollout, and shows how it goes on. */
export async function askAll(asking: Asking): Promise<Asked> {
  const { infer, readPredictions } = await import('../../../toolkit/index.ts');
  const { modelId, predictionsFile, opened, cloud, context } = asking;
  const progress = createProgress(context.io);
  const router = await openRouter(asking, progress);
  const options = await inferOptions(asking, router);
  await warnOfParity(asking, progress);
  const show = showEvents(progress, opened.documents.length, context, asking.flags);
  const summary = await drive(infer(opened.documents, options, cloud), show);
  progress.end();
  const named = new Set(opened.documents.map(({ document }) => document));
  const kept = (await readPredictions(predictionsFile)).filter(({ document }) => named.has(document));
  const predictions = [...new Map(kept.map((prediction) => [prediction.document, prediction])).values()];
  const shadowFile = router && asking.flags.shadow && (await writeShadow(predictionsFile, predictions));
  return {
    modelId,
    predictionsFile,
    summary,
    predictions,
    ...(shadowFile && { shadowFile }),
    ...(router && { rollout: router.counters() }),
  };
}

async function openRouter({ modelId, flags, opened }: Asking, progress: Progress): Promise<Router | undefined> {
  const { fallback, share, shadow } = flags;
  if (fallback === undefined && share === undefined && shadow === undefined) return undefined;
  const { createRouter, readAnswer } = await import('../../../toolkit/index.ts');
  const task = opened.trained?.task;
  return createRouter({
    primary: modelId,
    ...(fallback !== undefined && { fallback }),
    ...(share !== undefined && { share }),
    ...(shadow !== undefined && { shadow }),
    ...(task && { readAnswer: (text: string) => readAnswer(text, task) }),
    onEvent: (event) => showRollout(event, progress),
  });
}

async function inferOptions(asking: Asking, router: Router | undefined): Promise<InferOptions> {
  const { openAnswerCache, prepareImage } = await import('../../../toolkit/index.ts');
  const { modelId, predictionsFile, flags, opened, cloud, context } = asking;
  const { recipe } = opened;
  return {
    modelId,
    prompts: opened.prompts,
    parameters: parametersOf(flags),
    predictionsFile,
    concurrency: flags.concurrency,
    ...(flags.rpm !== undefined && { requestsPerMinute: flags.rpm }),
    ...(flags.tpm !== undefined && { tokensPerMinute: flags.tpm }),
    requestTimeoutMs: flags.requestTimeout * 1000,
    onlyFailed: flags.retryErrors === true,
    ...(flags.cache && { cache: openAnswerCache(answersFolder(context), cloud) }),
    ...(recipe && { images: { recipe: JSON.stringify(recipe), make: (bytes) => prepareImage(bytes, recipe) } }),
    ...(router && { router }),
    signal: context.io.signal,
  };
}

const parametersOf = ({ maxTokens, temperature, topP, topK }: InferFlags) => ({
  maxTokens,
  temperature,
  ...(topP !== undefined && { topP }),
  ...(topK !== undefined && { topK }),
});

async function warnOfParity({ opened, flags }: Asking, progress: Progress): Promise<void> {
  const { checkParity } = await import('../../../toolkit/index.ts');
  const { trained, prompts } = opened;
  if (trained === undefined) return;
  for (const { code, message, remedy } of checkParity(trained, { prompts, parameters: parametersOf(flags) }))
    progress.line(`warning: ${code}: ${message} ${remedy}`);
}

function showEvents(progress: Progress, total: number, { io }: CommandContext, flags: InferFlags) {
  let done = 0;
  let tokens = 0;
  return (event: InferEvent): void => {
    done += 1;
    if (!('prediction' in event)) {
      progress.update('documents', done, total);
      return;
    }
    const { prediction, pace } = event;
    if (!prediction.cached) tokens += (prediction.inputTokens ?? 0) + (prediction.outputTokens ?? 0);
    const slowed = pace.refused === 0 ? '' : ` · throttled ${pace.refused}×, ${Math.round(pace.perMinute ?? 0)}/min`;
    progress.update('documents', done, total, `${tokens.toLocaleString('en')} tokens${slowed}`);
    if (prediction.error)
      progress.line(`${prediction.document}: ${prediction.error.code}: ${prediction.error.message}`);
    else if (total === 1 && !flags.json) io.stdout.write(`${prediction.answer ?? ''}\n`);
  };
}

function showRollout(event: RolloutEvent, progress: Progress): void {
  if (event.type === 'breaker-changed') progress.line(`breaker of the model: ${event.state}`);
  if (event.type === 'shadow-failed') progress.line(`shadow on ${event.document}: ${event.code}: ${event.message}`);
}

/** What the shadow answered, as predictions of its own: `evaluate` and `compare` read them like any others. */
async function writeShadow(predictionsFile: string, predictions: readonly Prediction[]): Promise<string> {
  const file = resolve(`${predictionsFile.replace(/\.jsonl$/, '')}.shadow.jsonl`);
  const lines = predictions.flatMap(({ document, key, shadow }) =>
    shadow ? [JSON.stringify({ document, key, attempts: 1, ...shadow })] : [],
  );
  await writeLines(file, lines);
  return file;
}
