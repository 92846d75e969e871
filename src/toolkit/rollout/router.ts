import { CloudError, InputError } from '../errors.ts';
import type { AnswerRoute, FallbackReason, RolloutCounters, RolloutEvent } from '../model/rollout.ts';
import type { ModelRouter, RoutedAnswer } from '../ports/model-router.ts';
import type { ConverseAnswer, ConverseRequest, ModelRuntime } from '../ports/model-runtime.ts';
import { inShare } from './in-share.ts';
import { BreakerOpenError, type BreakerOptions, createBreaker } from './primary-breaker.ts';
import { RolloutTally } from './rollout-tally.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';

/** Anything a `modelId` can name stands for a model here. */
export interface RouterOptions {
  /** The model that is rolled out, usually the tuned one. */
  readonly primary: string;
  /** Answers what the primary does not, usually the base model. */
  readonly fallback?: string;
  /** Share of documents that the primary is asked about, 0 to 1; the fallback answers the rest. Default 1. */
  readonly share?: number;
  /** Asked about every document as well; its answers are recorded, never used. */
  readonly shadow?: string;
  /** Reads the value out of an answer; undefined when there is none. Default: any text but blanks will do. */
  readonly readAnswer?: (text: string) => string | undefined;
  /** With a fallback only. */
  readonly breaker?: BreakerOptions;
  /** Hears of what happens, while it happens. */
  readonly onEvent?: (event: RolloutEvent) => void;
}

export interface Router extends ModelRouter {
  counters(): RolloutCounters;
}

type Question = Omit<ConverseRequest, 'modelId'>;

/** One document on its way. */
interface Journey<Answer extends ConverseAnswer> {
  readonly document: string;
  readonly question: Question;
  readonly runtime: ModelRuntime<Answer>;
  readonly signal: AbortSignal | undefined;
  /** By model: one that is shadow and fallback at once is asked once. */
  readonly asked: Map<string, Promise<Answer>>;
}

/**
 * Decides for each document which of two models answers: the primary, or the fallback when the primary fails, is throttled, says nothing that
 * can be read, or is not to be asked. Holds the breaker's state and counters, so use one router for all documents of a rollout.
 * @throws InputError `rollout-invalid`
 */
export function createRouter(options: RouterOptions): Router {
  requireSense(options);
  return new DocumentRouter(options);
}

class DocumentRouter implements Router {
  readonly key: string;
  readonly replaceable: ReadonlySet<string>;
  readonly #options: RouterOptions;
  readonly #tally = new RolloutTally();
  readonly #breaker;

  constructor(options: RouterOptions) {
    const { primary, fallback, share = 1, shadow } = options;
    this.#options = options;
    this.key = JSON.stringify({ primary, fallback, share, shadow });
    this.replaceable = new Set(fallback === undefined ? [] : [primary]);
    this.#breaker = createBreaker(options.breaker ?? {}, (state) => {
      if (state === 'open') this.#tally.breakerOpened();
      this.#tell({ type: 'breaker-changed', state });
    });
  }

  async ask<Answer extends ConverseAnswer>(
    document: string,
    question: Question,
    runtime: ModelRuntime<Answer>,
    signal?: AbortSignal,
  ): Promise<RoutedAnswer<Answer>> {
    const journey = { document, question, runtime, signal, asked: new Map<string, Promise<Answer>>() };
    // Both are awaited, so that nothing goes on behind the caller's back.
    const [routed, shadowed] = await Promise.allSettled([this.#route(journey), this.#askShadow(journey)]);
    if (routed.status === 'rejected') throw routed.reason;
    if (shadowed.status === 'rejected') throw shadowed.reason;
    if (shadowed.value === undefined) return routed.value;
    this.#compare(document, routed.value.answer, shadowed.value);
    return { ...routed.value, shadow: shadowed.value };
  }

  counters(): RolloutCounters {
    return this.#tally.counters(this.#breaker.state);
  }

  async #route<Answer extends ConverseAnswer>(journey: Journey<Answer>): Promise<RoutedAnswer<Answer>> {
    const { primary, fallback, share = 1 } = this.#options;
    try {
      if (fallback === undefined) return await this.#answer(journey, primary, { by: 'primary' });
      if (!inShare(journey.document, share)) {
        this.#tally.fellBack('outside-share');
        return await this.#answer(journey, fallback, { by: 'fallback', reason: 'outside-share' });
      }
      return await this.#tryPrimary(journey, fallback);
    } catch (error) {
      if (error instanceof CloudError) this.#tally.answered('unanswered');
      throw error;
    }
  }

  async #tryPrimary<Answer extends ConverseAnswer>(
    journey: Journey<Answer>,
    fallback: string,
  ): Promise<RoutedAnswer<Answer>> {
    // Kept here, since the error that stands for it knows no more than that it is an answer.
    let unreadable: Answer | undefined;
    try {
      const answer = await this.#breaker.run(async () => {
        const given = await this.#converse(journey, 'primary', this.#options.primary);
        if (this.#read(given.text) !== undefined) return given;
        unreadable = given;
        throw new UnreadableAnswerError(given);
      });
      return this.#finish(journey.document, { modelId: this.#options.primary, answer, route: { by: 'primary' } });
    } catch (error) {
      journey.signal?.throwIfAborted();
      const reason = reasonFor(error);
      if (reason === undefined) throw error;
      this.#tally.fellBack(reason);
      const instead = insteadOf(error);
      const route = { by: 'fallback', reason, ...(instead !== undefined && { instead }) } as const;
      return this.#fallBack(journey, fallback, route, unreadable);
    }
  }

  /** An answer that nothing could be read from is still better than none. */
  async #fallBack<Answer extends ConverseAnswer>(
    journey: Journey<Answer>,
    fallback: string,
    route: AnswerRoute,
    unreadable: Answer | undefined,
  ): Promise<RoutedAnswer<Answer>> {
    try {
      return await this.#answer(journey, fallback, route);
    } catch (error) {
      if (!(error instanceof CloudError) || unreadable === undefined) throw error;
      const own: AnswerRoute = { by: 'primary', reason: 'unreadable', instead: error.code };
      return this.#finish(journey.document, { modelId: this.#options.primary, answer: unreadable, route: own });
    }
  }

  async #answer<Answer extends ConverseAnswer>(
    journey: Journey<Answer>,
    modelId: string,
    route: AnswerRoute,
  ): Promise<RoutedAnswer<Answer>> {
    const answer = await this.#converse(journey, route.by, modelId);
    return this.#finish(journey.document, { modelId, answer, route });
  }

  async #converse<Answer extends ConverseAnswer>(
    { question, runtime, signal, asked }: Journey<Answer>,
    role: 'primary' | 'fallback' | 'shadow',
    modelId: string,
  ): Promise<Answer> {
    const earlier = asked.get(modelId);
    if (earlier) return earlier;
    const asking = runtime.converse({ ...question, modelId }, signal);
    asked.set(modelId, asking);
    const answer = await asking;
    this.#tally.spent(role, answer);
    return answer;
  }

  #finish<Answer extends ConverseAnswer>(document: string, routed: RoutedAnswer<Answer>): RoutedAnswer<Answer> {
    this.#tally.answered(routed.route.by);
    this.#tell({ type: 'answer-routed', document, modelId: routed.modelId, route: routed.route });
    return routed;
  }

  /** A shadow never keeps the answer that counts from coming. */
  async #askShadow<Answer extends ConverseAnswer>(journey: Journey<Answer>): Promise<RoutedAnswer<Answer>['shadow']> {
    const { shadow: modelId } = this.#options;
    if (modelId === undefined) return undefined;
    try {
      return { modelId, answer: await this.#converse(journey, 'shadow', modelId) };
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return { modelId, error };
    }
  }

  #compare(document: string, answer: ConverseAnswer, shadow: NonNullable<RoutedAnswer['shadow']>): void {
    const { modelId } = shadow;
    if ('error' in shadow) {
      const { code, message } = shadow.error;
      this.#tally.shadowed('failed');
      this.#tell({ type: 'shadow-failed', document, modelId, code, message });
      return;
    }
    const same = (this.#read(answer.text) ?? answer.text) === (this.#read(shadow.answer.text) ?? shadow.answer.text);
    this.#tally.shadowed(same ? 'same' : 'different');
    this.#tell({ type: 'shadow-answered', document, modelId, same });
  }

  #read(text: string): string | undefined {
    const { readAnswer } = this.#options;
    return readAnswer === undefined ? text.trim() || undefined : readAnswer(text);
  }

  #tell(event: RolloutEvent): void {
    this.#options.onEvent?.(event);
  }
}

/** @returns undefined for a fault of ours, which no other model mends. */
function reasonFor(error: unknown): FallbackReason | undefined {
  if (error instanceof BreakerOpenError) return 'breaker-open';
  if (error instanceof UnreadableAnswerError) return 'unreadable';
  if (error instanceof CloudError) return error.code === 'throttled' ? 'throttled' : 'failed';
  return undefined;
}

function insteadOf(error: unknown): string | undefined {
  if (error instanceof UnreadableAnswerError) return error.answer.text;
  return error instanceof CloudError ? error.code : undefined;
}

function requireSense({ primary, fallback, share, shadow }: RouterOptions): void {
  const wrong = (message: string, remedy: string) => new InputError('rollout-invalid', message, { remedy });
  if (share !== undefined && !(share >= 0 && share <= 1)) {
    throw wrong(`Expected a share of documents from 0 to 1, got ${share}.`, 'Ten percent are 0.1.');
  }
  if (share !== undefined && fallback === undefined) {
    throw wrong('Expected a fallback that answers the documents outside the share.', 'Name a model to fall back on.');
  }
  if (fallback === primary) {
    throw wrong(`Expected another model to fall back on than ${primary} itself.`, 'Name the base model.');
  }
  if (shadow === primary) {
    throw wrong(`Expected another model in the shadow than ${primary} itself.`, 'Name the model to look at.');
  }
}
