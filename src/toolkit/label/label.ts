import { CloudError } from '../errors.ts';
import { mapAdaptive, type PacedCall } from '../lib/adaptive-concurrency.ts';
import { CallPace, type PaceState } from '../lib/adaptive-concurrency-pace.ts';
import { AS_THEY_ARE, readSource } from '../lib/model-image.ts';
import type { Cloud } from '../ports/cloud.ts';
import { askLabel } from './ask-label.ts';
import { collectLabels, type LabelResult } from './collect-labels.ts';
import { type LabelEntry, LabelJournal } from './label-journal.ts';
import type { Labeller, LabelOptions, Opinion, UnlabelledDocument } from './labeller.ts';
import { isUsable, type LabelPlan, openKeys, planLabels } from './plan-labels.ts';

export type LabelEvent =
  | { readonly type: 'labelling-planned'; readonly plan: LabelPlan }
  | (Answered & { readonly type: 'document-labelled'; readonly label: string })
  | (Answered & { readonly type: 'document-unlabelled'; readonly code: string; readonly message: string });

interface Answered {
  readonly opinion: Opinion;
  readonly modelId: string;
  readonly document: string;
  /** Of the images that this labeller had to be asked about. */
  readonly done: number;
  readonly total: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly pace: PaceState;
}

/** When this many documents in a row, from the first on, are refused for the same reason, the reason is not in the documents. */
const REFUSED_IN_A_ROW = 10;

/**
 * Images → labels by one model, or by two that have to agree. Each answer is on disk before its event; a second run asks only what has no
 * label yet. The first labeller is asked about every document, then the second.
 * Memory: `concurrency` images, and one answer per document and labeller.
 *
 * @throws InputError `opinions-equal`, `document-repeated`, `journal-invalid`; CloudError when no other document would fare better.
 */
export async function* label(
  documents: Iterable<UnlabelledDocument> | AsyncIterable<UnlabelledDocument>,
  options: LabelOptions,
  cloud: Pick<Cloud, 'runtime' | 'clock'>,
): AsyncGenerator<LabelEvent, LabelResult> {
  const journal = await LabelJournal.open(options.journalFile);
  try {
    const plan = await planLabels(documents, options, journal);
    yield { type: 'labelling-planned', plan };
    // Quotas are the model's: two opinions of one model share what was learnt about it.
    const paces = new Map<string, CallPace>();
    for (const opinion of ['first', 'second'] as const) {
      const labeller = options[opinion];
      if (labeller === undefined) continue;
      const pace = paces.get(labeller.modelId) ?? createPace(options);
      paces.set(labeller.modelId, pace);
      yield* askAll({ opinion, labeller, options, cloud, journal, pace }, plan);
    }
    return collectLabels(plan, options, journal);
  } finally {
    await journal.close();
  }
}

interface Asking {
  readonly opinion: Opinion;
  readonly labeller: Labeller;
  readonly options: LabelOptions;
  readonly cloud: Pick<Cloud, 'runtime' | 'clock'>;
  readonly journal: LabelJournal;
  readonly pace: CallPace;
}

function createPace({ concurrency = 16, requestsPerMinute }: LabelOptions): CallPace {
  return new CallPace({
    maxConcurrency: concurrency,
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
  });
}

async function* askAll(asking: Asking, plan: LabelPlan): AsyncGenerator<LabelEvent> {
  const { opinion, labeller, options, cloud, journal, pace } = asking;
  const questions = openQuestions(plan, opinion, journal);
  const { signal } = options;
  const work = (question: Question, paced: PacedCall) => askAndKeep(question, asking, paced);
  let done = 0;
  const refusals: LabelEntry[] = [];
  for await (const entry of mapAdaptive(questions, work, { pace, clock: cloud.clock, ...(signal && { signal }) })) {
    done += 1;
    const { document, inputTokens, outputTokens, error } = entry;
    const { modelId } = labeller;
    const answered = {
      opinion,
      modelId,
      document,
      done,
      total: questions.length,
      inputTokens,
      outputTokens,
      pace: pace.state,
    };
    if (error === undefined) yield { type: 'document-labelled', ...answered, label: entry.label ?? '' };
    else yield { type: 'document-unlabelled', ...answered, code: error.code, message: error.message };
    if (isRefusal(entry)) refusals.push(entry);
    if (refusals.length === done) requireHope(refusals);
  }
}

interface Question {
  readonly document: UnlabelledDocument;
  readonly key: string;
}

/** What still has to be asked: equal images once. */
function openQuestions(plan: LabelPlan, opinion: Opinion, journal: LabelJournal): Question[] {
  const byKey = new Map<string, Question>();
  for (const planned of plan.documents) {
    const key = isUsable(planned) ? planned[opinion] : undefined;
    if (key !== undefined && !byKey.has(key)) byKey.set(key, { document: planned.document, key });
  }
  const open = openKeys(byKey.keys(), journal);
  return [...byKey.values()].filter(({ key }) => open.has(key));
}

async function askAndKeep({ document, key }: Question, asking: Asking, paced: PacedCall): Promise<LabelEntry> {
  const { labeller, options, cloud, journal } = asking;
  options.signal?.throwIfAborted();
  const source = await readSource(document);
  const image = 'kind' in source ? source : await (options.images ?? AS_THEY_ARE).make(source);
  const about = { key, document: document.id, modelId: labeller.modelId };
  const asked =
    image.kind === 'skipped'
      ? { error: { code: image.code, message: image.message }, calls: 0, inputTokens: 0, outputTokens: 0 }
      : await askLabel(image, labeller, options, cloud, paced);
  const entry: LabelEntry = { ...about, ...asked };
  await journal.add(entry);
  return entry;
}

/** The service did not answer: unlike an answer that is no label. */
const isRefusal = ({ error, calls }: LabelEntry): boolean =>
  error !== undefined && error.answer === undefined && calls > 0;

function requireHope(refusals: readonly LabelEntry[]): void {
  const [first] = refusals;
  if (refusals.length < REFUSED_IN_A_ROW || first?.error === undefined) return;
  const { code, message } = first.error;
  if (refusals.some(({ error }) => error?.code !== code)) return;
  throw new CloudError(code, `The first ${refusals.length} documents were all refused: ${message}`, {
    remedy: 'Check the model id, the region and the images. What was answered is kept; run again to go on.',
  });
}
