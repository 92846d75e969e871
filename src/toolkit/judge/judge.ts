import { type CloudError, InputError } from '../errors.ts';
import type { Abortable } from '../lib/abort.ts';
import { mapAdaptive, type PacedCall } from '../lib/adaptive-concurrency.ts';
import { CallPace } from '../lib/adaptive-concurrency-pace.ts';
import { sha256Hex } from '../lib/hash.ts';
import { type RetryOptions, withRetries } from '../lib/retry.ts';
import { textTokenRange } from '../lib/text-token-range.ts';
import type { Outcome, Scores } from '../model/scores.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { InferenceParameters } from '../ports/model-runtime.ts';
import { type JudgeEntry, type JudgeJournal, openJudgeJournal } from './judge-journal.ts';
import { type JudgeReport, makeJudgeReport } from './judge-report.ts';
import { judgeQuestion, RUBRIC, RUBRIC_VERSION, readJudgement } from './rubric.ts';

export interface JudgeOptions extends Abortable {
  /** Any text model: base model, inference profile, deployment or throughput. Another one than the model judged is a fairer judge. */
  readonly modelId: string;
  /** JSON Lines file that judgements are appended to; what is in it is not asked again. */
  readonly journalFile: string;
  /** Calls at once, at most. Default 8. */
  readonly concurrency?: number;
  readonly retry?: Pick<RetryOptions, 'attempts' | 'baseDelayMs' | 'maxDelayMs' | 'random'>;
}

export type JudgeEvent =
  | { readonly type: 'judging-planned'; readonly plan: JudgePlan }
  | { readonly type: 'pair-judged'; readonly same?: boolean; readonly done: number; readonly total: number };

/** What judging would ask. Equal pairs of texts are asked once. */
export interface JudgePlan {
  /** Documents with a readable answer. */
  readonly documents: number;
  readonly toAsk: number;
  /** For what is still to be asked; no tokenizer is published. */
  readonly tokens: { readonly input: { low: number; high: number }; readonly output: { low: number; high: number } };
}

/** The answer is a dozen tokens; services count `maxTokens` against the quota before they answer. */
const PARAMETERS: InferenceParameters = { maxTokens: 32, temperature: 0 };
const SHORTEST_ANSWER = 5;
/** Failures that the next pair would meet as well. */
const HOPELESS: ReadonlySet<string> = new Set(['access-denied', 'not-found', 'quota-exceeded', 'throttled']);

interface Pair {
  readonly key: string;
  readonly truth: string;
  readonly predicted: string;
}

/**
 * Has a model say which free-text answers mean the same as the truth, and holds it against the comparison of texts. Each judgement is on disk
 * before its event; a second run asks only what has none. It never changes the scores: the judge is another opinion, with its own error.
 * Memory: one entry per pair of texts.
 *
 * @throws {InputError} `judge-needs-text` for classification, `journal-invalid`; {CloudError} when no other pair would fare better.
 */
export async function* judge(
  scores: Scores,
  options: JudgeOptions,
  { runtime, clock }: Pick<Cloud, 'runtime' | 'clock'>,
): AsyncGenerator<JudgeEvent, JudgeReport> {
  const journal = await openJudgeJournal(options.journalFile);
  const spent = { calls: 0, inputTokens: 0, outputTokens: 0 };
  try {
    const { pairs, plan } = planPairs(scores, options, journal);
    yield { type: 'judging-planned', plan };
    const pace = new CallPace({ maxConcurrency: options.concurrency ?? 8 });
    const { signal } = options;
    const work = async (pair: Pair, paced: PacedCall): Promise<JudgeEntry> => {
      const entry = await ask(pair, options, { runtime, clock }, paced);
      await journal.add(entry);
      return entry;
    };
    let done = 0;
    for await (const entry of mapAdaptive(pairs, work, { pace, clock, ...(signal && { signal }) })) {
      done += 1;
      spent.calls += entry.calls;
      spent.inputTokens += entry.inputTokens;
      spent.outputTokens += entry.outputTokens;
      yield { type: 'pair-judged', ...(entry.same !== undefined && { same: entry.same }), done, total: pairs.length };
    }
    const judgementOf = ({ truth, predicted = '' }: Outcome) => journal.get(keyOf(truth, predicted, options))?.same;
    return makeJudgeReport(options.modelId, scores.outcomes, judgementOf, spent);
  } finally {
    await journal.close();
  }
}

/** What {@link judge} would ask. Nothing is sent and nothing written. @throws {InputError} `judge-needs-text`, `journal-invalid` */
export async function planJudging(
  scores: Scores,
  options: Pick<JudgeOptions, 'modelId' | 'journalFile'>,
): Promise<JudgePlan> {
  const journal = await openJudgeJournal(options.journalFile);
  return planPairs(scores, options, journal).plan;
}

function planPairs(
  { task, outcomes }: Scores,
  options: Pick<JudgeOptions, 'modelId'>,
  journal: Pick<JudgeJournal, 'get'>,
): { readonly pairs: readonly Pair[]; readonly plan: JudgePlan } {
  if (task === 'classification')
    throw new InputError(
      'judge-needs-text',
      'Expected free text to judge, got classes: they are equal or they are not.',
    );
  const answered = outcomes.flatMap(({ truth, predicted }) => (predicted === undefined ? [] : [{ truth, predicted }]));
  const byKey = new Map(answered.map((pair) => [keyOf(pair.truth, pair.predicted, options), pair]));
  const pairs = [...byKey].flatMap(([key, pair]) => (journal.get(key) ? [] : [{ key, ...pair }]));
  const input = { low: 0, high: 0 };
  for (const { truth, predicted } of pairs) {
    const { low, high } = textTokenRange(RUBRIC + judgeQuestion(truth, predicted));
    input.low += low;
    input.high += high;
  }
  const output = { low: pairs.length * SHORTEST_ANSWER, high: pairs.length * PARAMETERS.maxTokens };
  return { pairs, plan: { documents: answered.length, toAsk: pairs.length, tokens: { input, output } } };
}

const keyOf = (truth: string, predicted: string, { modelId }: Pick<JudgeOptions, 'modelId'>): string =>
  sha256Hex(JSON.stringify([RUBRIC_VERSION, modelId, PARAMETERS, truth, predicted]));

async function ask(
  { key, truth, predicted }: Pair,
  { modelId, retry, signal }: JudgeOptions,
  { runtime, clock }: Pick<Cloud, 'runtime' | 'clock'>,
  paced: PacedCall,
): Promise<JudgeEntry> {
  const prompt = judgeQuestion(truth, predicted);
  const request = { modelId, system: RUBRIC, images: [], prompt, parameters: PARAMETERS };
  const outcome = await withRetries(() => paced(() => runtime.converse(request, signal)), clock, {
    ...retry,
    ...(signal && { signal }),
    // Throttled calls are the pace's business.
    retryIf: ({ retryable, code }: CloudError) => retryable && code !== 'throttled',
  });
  if ('error' in outcome) {
    const { code, message } = outcome.error;
    if (HOPELESS.has(code)) throw outcome.error;
    return { key, modelId, error: { code, message }, calls: outcome.attempts, inputTokens: 0, outputTokens: 0 };
  }
  const { text, inputTokens, outputTokens } = outcome.result;
  const same = readJudgement(text);
  const said =
    same === undefined
      ? {
          error: {
            code: 'judgement-unreadable',
            message: `Expected {"same": true} or {"same": false}, got ${JSON.stringify(text.slice(0, 80))}.`,
          },
        }
      : { same };
  return { key, modelId, ...said, calls: outcome.attempts, inputTokens, outputTokens };
}
