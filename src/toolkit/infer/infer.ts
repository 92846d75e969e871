import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { CloudError } from '../errors.ts';
import type { PaceState } from '../lib/adaptive-concurrency-pace.ts';
import { sha256Hex } from '../lib/hash.ts';
import { mapUnordered } from '../lib/map-unordered.ts';
import { AS_THEY_ARE, type ModelImage, readSource } from '../lib/model-image.ts';
import type { Prediction } from '../model/artifacts.ts';
import type { Cloud } from '../ports/cloud.ts';
import { askDocument } from './ask-document.ts';
import { whyRefused } from './check-question.ts';
import { DEFAULT_CONCURRENCY, type InferenceDocument, type InferOptions } from './infer-options.ts';
import { type InferSummary, SummaryTally } from './infer-summary.ts';
import { ModelAsker } from './model-asker.ts';
import { predictionKey } from './prediction-key.ts';
import { openPredictionLog, type PredictionLog } from './prediction-log.ts';

/** One for each document. */
export type InferEvent =
  | { readonly type: 'documents-resumed'; readonly count: number }
  | { readonly type: 'documents-left-out'; readonly count: number }
  | { readonly type: 'document-answered'; readonly prediction: Prediction; readonly pace: PaceState }
  | { readonly type: 'document-failed'; readonly prediction: Prediction; readonly pace: PaceState };

/** Images made ready at once: each may take 4 bytes a pixel. */
const PREPARED_AT_ONCE = 4;
/** When this many documents, from the first on, are refused for the same lasting reason, the reason is not in the documents. */
const REFUSED_IN_A_ROW = 10;

/**
 * Documents → predictions, as fast as the service takes them. Each result is on disk before its event; a second run asks only what has no answer
 * yet. An image that cannot be used, or that the service would refuse, is a failed prediction without a call.
 * Memory: `concurrency` images, and the predictions of the file.
 *
 * @throws CloudError when no other document would fare better; what was answered is kept.
 */
export async function* infer(
  documents: Iterable<InferenceDocument> | AsyncIterable<InferenceDocument>,
  options: InferOptions,
  cloud: Pick<Cloud, 'runtime' | 'clock'>,
): AsyncGenerator<InferEvent, InferSummary> {
  const { signal, concurrency = DEFAULT_CONCURRENCY, modelId } = options;
  if (signal) setMaxListeners(0, signal); // One for each call under way.
  const log = await openPredictionLog(options.predictionsFile);
  const asker = new ModelAsker(options, cloud, options.router?.replaceable);
  const worker = new DocumentWorker(options, log, asker);
  const tally = new SummaryTally();
  const refusals: Prediction[] = [];
  try {
    const work = (document: InferenceDocument) => worker.work(document);
    for await (const done of mapUnordered(documents, work, { concurrency, ...(signal && { signal }) })) {
      yield eventOf(done, tally, () => asker.paceOf(modelId));
      if (typeof done === 'object' && isLasting(done)) refusals.push(done);
      requireHope(refusals, tally.answered);
    }
    return tally.summary(asker.refused);
  } finally {
    asker.close(new Error('The calls have ended.'));
    await log.close();
  }
}

type Done = Prediction | 'resumed' | 'left-out';

function eventOf(done: Done, tally: SummaryTally, pace: () => PaceState): InferEvent {
  if (done === 'resumed') return { type: 'documents-resumed', count: tally.resumed() };
  if (done === 'left-out') return { type: 'documents-left-out', count: tally.leftOut() };
  tally.asked(done);
  return { type: done.error ? 'document-failed' : 'document-answered', prediction: done, pace: pace() };
}

/** Takes one document after the other from its image to its line in the log. */
class DocumentWorker {
  readonly #options: InferOptions;
  readonly #log: PredictionLog;
  readonly #asker: ModelAsker;
  readonly #preparing = pLimit(PREPARED_AT_ONCE);
  /** Questions under way, by key: copies of an image wait for the first one's answer. */
  readonly #asking = new Map<string, Promise<Prediction>>();

  constructor(options: InferOptions, log: PredictionLog, asker: ModelAsker) {
    this.#options = options;
    this.#log = log;
    this.#asker = asker;
  }

  async work(document: InferenceDocument): Promise<Done> {
    try {
      return await this.#work(document);
    } catch (error) {
      this.#asker.close(error); // What still waits would only be thrown away.
      throw error;
    }
  }

  async #work({ document, image: path }: InferenceDocument): Promise<Done> {
    this.#options.signal?.throwIfAborted();
    const { modelId, onlyFailed = false } = this.#options;
    const source = await readSource({ path });
    const key = 'kind' in source ? sha256Hex(`${modelId} ${document}`) : predictionKey(source, this.#options);
    const known = this.#log.of(document, key);
    if (known?.answer !== undefined) return 'resumed';
    if (onlyFailed && known === undefined) return 'left-out';
    const about = { document, key, modelId };
    if ('kind' in source) return this.#keep({ ...about, ...unasked(source) });
    for (let earlier = this.#asking.get(key); earlier !== undefined; earlier = this.#asking.get(key)) {
      await earlier.catch(() => {});
    }
    const same = this.#log.answerTo(key);
    if (same) return this.#keep(copyFor(document, same));
    const asking = this.#ask(about, source);
    this.#asking.set(key, asking);
    try {
      return await asking;
    } finally {
      if (this.#asking.get(key) === asking) this.#asking.delete(key);
    }
  }

  async #ask(about: Pick<Prediction, 'document' | 'key' | 'modelId'>, source: Uint8Array): Promise<Prediction> {
    const { images = AS_THEY_ARE, prompts, parameters } = this.#options;
    const made = await this.#preparing(() => images.make(source));
    if (made.kind === 'skipped') return this.#keep({ ...about, ...unasked(made) });
    const refused = whyRefused(made.image.bytes, prompts);
    if (refused) return this.#keep({ ...about, ...unasked(refused) });
    const question = { system: prompts.system, images: [made.image], prompt: prompts.task, parameters };
    return this.#keep(await askDocument(about, question, this.#options, this.#asker));
  }

  async #keep(prediction: Prediction): Promise<Prediction> {
    await this.#log.append(prediction);
    return prediction;
  }
}

function copyFor(document: string, { shadow, ...same }: Prediction): Prediction {
  return { ...same, document, attempts: 0, cached: true, ...(shadow && { shadow: { ...shadow, cached: true } }) };
}

const unasked = ({ code, message }: Pick<ModelImage & { kind: 'skipped' }, 'code' | 'message'>) => ({
  attempts: 0,
  error: { code, message },
});

/** Failures that the next document would meet as well. */
const LASTING: ReadonlySet<string> = new Set(['access-denied', 'not-found', 'quota-exceeded', 'throttled']);

const isLasting = ({ error, attempts }: Prediction): boolean =>
  error !== undefined && attempts > 0 && LASTING.has(error.code);

function requireHope(refusals: readonly Prediction[], answered: number): void {
  const [first] = refusals;
  if (answered > 0 || refusals.length < REFUSED_IN_A_ROW || first?.error === undefined) return;
  const { code, message } = first.error;
  if (refusals.some(({ error }) => error?.code !== code)) return;
  throw new CloudError(code, `The first ${refusals.length} documents were all refused: ${message}`, {
    remedy: 'Check the model id, the region and the quota. What was answered is kept; run again to go on.',
  });
}
