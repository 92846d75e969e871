import type { CloudError } from '../errors.ts';
import { CallPace, type PaceState } from '../lib/adaptive-concurrency-pace.ts';
import { CallGate } from '../lib/call-gate.ts';
import { type RetryOptions, type RetryPatience, withRetries } from '../lib/retry.ts';
import { withTimeLimit } from '../lib/time-limit.ts';
import type { Cloud } from '../ports/cloud.ts';
import type { ConverseRequest, ModelRuntime } from '../ports/model-runtime.ts';
import type { KeptAnswer } from './answer-cache.ts';
import { type AskingOptions, DEFAULT_CONCURRENCY, DEFAULT_REQUEST_TIMEOUT_MS } from './infer-options.ts';
import { mostTokens } from './request-tokens.ts';

export interface AskedAnswer extends KeptAnswer {
  readonly cached?: true;
}

/** Calls made for one document. */
export interface CallCount {
  calls: number;
}

/** A deployment that nobody has asked for a while is loaded first, which takes minutes: 12 calls take up to 9 minutes, 5 on average. */
const COLD_MODEL: RetryPatience = { attempts: 12, baseDelayMs: 5_000, maxDelayMs: 60_000 };
/** With another model at hand, calls in all before it is asked, and the longest wait for a turn, milliseconds. */
const REPLACEABLE = { attempts: 2, maxWaitMs: 2_000 };

type Asked = Pick<Cloud, 'runtime' | 'clock'>;

/**
 * Asks models as fast as each of them takes calls, and again when a failure may pass. Throttled calls are made again at a slower pace and are no
 * failures; a quota that takes nothing for five minutes is.
 */
export class ModelAsker {
  readonly #options: AskingOptions;
  readonly #replaceable: ReadonlySet<string>;
  readonly #cloud: Asked;
  /** By model: quotas are the model's. */
  readonly #lines = new Map<string, { readonly pace: CallPace; readonly gate: CallGate }>();

  constructor(options: AskingOptions, cloud: Asked, replaceable: ReadonlySet<string> = new Set()) {
    this.#options = options;
    this.#cloud = cloud;
    this.#replaceable = replaceable;
  }

  /** A runtime for the calls of one document, that counts them. */
  runtimeFor(count: CallCount): ModelRuntime<AskedAnswer> {
    return { converse: (request, signal) => this.#converse(request, count, signal) };
  }

  paceOf(modelId: string): PaceState {
    return this.#lineTo(modelId).pace.state;
  }

  /** Calls refused because they came too fast, of all models. */
  get refused(): number {
    return [...this.#lines.values()].reduce((sum, { pace }) => sum + pace.state.refused, 0);
  }

  /** Calls that wait are rejected. Running ones go on. */
  close(reason: unknown): void {
    for (const { gate } of this.#lines.values()) gate.close(reason);
  }

  async #converse(request: ConverseRequest, count: CallCount, signal?: AbortSignal): Promise<AskedAnswer> {
    const { cache, requestTimeoutMs = DEFAULT_REQUEST_TIMEOUT_MS } = this.#options;
    const kept = await cache?.get(request);
    if (kept) return { ...kept, cached: true };
    const { runtime, clock } = this.#cloud;
    const isReplaceable = this.#replaceable.has(request.modelId);
    const pacing = {
      tokens: mostTokens(request),
      tokensOf: ({ inputTokens, outputTokens }: KeptAnswer) => inputTokens + outputTokens,
      ...(isReplaceable && { maxWaitMs: REPLACEABLE.maxWaitMs }),
    };
    const call = async (): Promise<KeptAnswer> => {
      count.calls += 1;
      const startedAt = performance.now();
      const answer = await withTimeLimit((own) => runtime.converse(request, own), requestTimeoutMs, signal);
      return { ...answer, latencyMs: Math.round(performance.now() - startedAt) };
    };
    const { gate } = this.#lineTo(request.modelId);
    const outcome = await withRetries(() => gate.call(call, pacing), clock, this.#retries(isReplaceable, signal));
    if ('error' in outcome) throw outcome.error;
    await cache?.put(request, outcome.result);
    return outcome.result;
  }

  #retries(isReplaceable: boolean, signal: AbortSignal | undefined): RetryOptions {
    return {
      ...this.#options.retry,
      ...(isReplaceable && {
        attempts: Math.min(REPLACEABLE.attempts, this.#options.retry?.attempts ?? REPLACEABLE.attempts),
      }),
      ...(signal && { signal }),
      // Throttled calls are the pace's business.
      retryIf: ({ retryable, code }) => retryable && code !== 'throttled',
      ...(!isReplaceable && { patienceFor: coldModel }),
    };
  }

  #lineTo(modelId: string) {
    const known = this.#lines.get(modelId);
    if (known) return known;
    const { concurrency = DEFAULT_CONCURRENCY, requestsPerMinute, tokensPerMinute, signal } = this.#options;
    const pace = new CallPace({
      maxConcurrency: concurrency,
      ...(requestsPerMinute !== undefined && { requestsPerMinute }),
      ...(tokensPerMinute !== undefined && { tokensPerMinute }),
    });
    const gate = new CallGate({ pace, clock: this.#cloud.clock, ...(signal && { signal }) });
    const line = { pace, gate };
    this.#lines.set(modelId, line);
    return line;
  }
}

const coldModel = ({ code }: CloudError): RetryPatience | undefined =>
  code === 'model-not-ready' ? COLD_MODEL : undefined;
